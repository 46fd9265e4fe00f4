import { LitElement, css, html, type TemplateResult } from 'lit';
import { photoAt } from '../api/photo';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';

/** Column is a member of the rows. */
export interface Column {
  name: string;
  sort: 'text' | 'date' | 'link' | 'tick';
}

type Row = Record<string, unknown>;

/** RowsField edits a list of small records: brands, closures, contacts,
 *  photos. It sends `rows` with the whole list; blank rows are left out. */
export class RowsField extends LitElement {
  static override properties = { name: {}, station: {}, rows: { attribute: false }, columns: { attribute: false } };

  declare name: string;
  /** station is whose rows they are; '' for one that is being made. */
  declare station: string;
  declare rows: Row[];
  declare columns: Column[];

  static override styles = [
    parts,
    deskLook,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
        align-items: end;
      }
      .line > div {
        flex: 1 1 8rem;
      }
      img {
        object-fit: cover;
        border-radius: 0.5rem;
      }
      .line + .line {
        margin-top: 0.375rem;
      }
      .line label:not(.tick) {
        font-size: 0.8125rem;
        color: var(--soft);
      }
    `,
  ];

  constructor() {
    super();
    this.rows = [];
    this.station = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const title = (w.fields as Record<string, string>)[this.name];
    return html`<fieldset class="stack">
      <legend class="label">${title}</legend>
      <div>${this.rows.map((row, i) => this.line(row, i))}</div>
      <div><button type="button" @click=${() => this.send([...this.rows, {}])}>${w.form.add(title ?? '')}</button></div>
    </fieldset>`;
  }

  private line(row: Row, i: number): TemplateResult {
    const w = words();
    return html`<div class="line" role="group" aria-label=${w.form.nth(i + 1)}>
      ${this.columns.map((column) => this.cell(row, i, column))}
      <button type="button" class="bare" aria-label=${w.form.removeNth(i + 1)} @click=${() => this.send(this.rows.filter((_, j) => j !== i))}>${w.form.remove}</button>
    </div>`;
  }

  private cell(row: Row, i: number, column: Column): TemplateResult {
    const name = (words().columns as Record<string, string>)[`${this.name}.${column.name}`] ?? column.name;
    const id = `${column.name}-${i}`;
    if (column.sort === 'link' && kept(row)) return html`<div><img src=${photoAt(this.station, String(row.id), true)} width="96" height="72" alt=${String(row.caption ?? '')} /></div>`;
    if (column.sort === 'tick') {
      return html`<label class="tick"
        ><input type="checkbox" .checked=${row[column.name] === true} @change=${(e: Event) => this.put(i, column, (e.target as HTMLInputElement).checked)} />${name}</label
      >`;
    }
    const type = { text: 'text', date: 'date', link: 'url' }[column.sort];
    return html`<div>
      <label for=${id}>${name}</label>
      <input id=${id} type=${type} autocomplete="off" .value=${String(row[column.name] ?? '')} @change=${(e: Event) => this.put(i, column, (e.target as HTMLInputElement).value.trim())} />
    </div>`;
  }

  private put(i: number, column: Column, value: unknown): void {
    this.send(
      this.rows.map((row, j) => {
        if (i !== j) return row;
        const next: Row = { ...row, [column.name]: value };
        if (value === '' || value === false) delete next[column.name];
        return next;
      }),
    );
  }

  private send(rows: Row[]): void {
    tell(this, 'rows', rows);
  }
}

// kept reports whether a row is a photo that the registry keeps: it has no
// address to type.
function kept(row: Row): boolean {
  return Boolean(row.id) && !row.url;
}

/** COLUMNS are the members of the lists that are edited as rows. */
export const COLUMNS: Record<'programmes' | 'closures' | 'contacts' | 'photos', Column[]> = {
  programmes: [
    { name: 'brand', sort: 'text' },
    { name: 'issuer', sort: 'text' },
  ],
  closures: [
    { name: 'from', sort: 'date' },
    { name: 'until', sort: 'date' },
    { name: 'reason', sort: 'text' },
  ],
  contacts: [
    { name: 'label', sort: 'text' },
    { name: 'phone', sort: 'text' },
    { name: 'personal', sort: 'tick' },
  ],
  photos: [
    { name: 'url', sort: 'link' },
    { name: 'caption', sort: 'text' },
    { name: 'caption_en', sort: 'text' },
  ],
};

customElements.define('rows-field', RowsField);
