import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';

/** Offered is a service of a station as it is edited. Members that are not
 *  shown stay as they are. */
interface Offered {
  code: string;
  status: string;
  free?: boolean;
  indoor?: boolean;
  note?: string;
}

const STATES = ['ok', 'limited', 'broken', 'none'] as const;

/** ServicesField edits what a station offers and how it stands. It sends
 *  `rows` with the whole list. */
export class ServicesField extends LitElement {
  static override properties = { services: { attribute: false }, meta: { attribute: false } };

  declare services: Offered[];
  declare meta: DeskMeta;

  static override styles = [
    parts,
    deskLook,
    css`
      .line {
        display: grid;
        grid-template-columns: minmax(6rem, 1.2fr) repeat(2, minmax(5.5rem, 1fr)) minmax(7rem, 2fr) auto;
        gap: 0.375rem;
        align-items: center;
        padding: 0.25rem 0;
        border-bottom: 1px solid var(--line);
      }
      .add select {
        width: auto;
        flex: 1 1 12rem;
      }
      @media (max-width: 40rem) {
        .line {
          grid-template-columns: 1fr 1fr;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.services = [];
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const all = this.meta.words.services;
    const left = all.filter((s) => !this.services.some((o) => o.code === s.code));
    return html`<fieldset class="stack">
      <legend class="unseen">${w.fields.services}</legend>
      <div>${this.services.map((s, i) => this.line(s, i))}</div>
      <div class="row add">
        <label class="unseen" for="add">${w.form.addService}</label>
        <select id="add" @change=${this.add}>
          <option value="">${w.form.addService}</option>
          ${left.map((s) => html`<option value=${s.code}>${named(all, s.code)}</option>`)}
        </select>
      </div>
    </fieldset>`;
  }

  private line(s: Offered, i: number): TemplateResult {
    const w = words().form;
    const name = named(this.meta.words.services, s.code);
    return html`<div class="line" role="group" aria-label=${name}>
      <strong>${name}</strong>
      <select aria-label=${w.state} @change=${(e: Event) => this.put(i, { status: picked(e) })}>
        ${STATES.map((state) => html`<option value=${state} .selected=${s.status === state}>${w.status[state]}</option>`)}
      </select>
      <select aria-label=${w.cost} @change=${(e: Event) => this.put(i, { free: answer(picked(e)) })}>
        <option value="" .selected=${s.free === undefined}>${w.costUnknown}</option>
        <option value="yes" .selected=${s.free === true}>${w.free}</option>
        <option value="no" .selected=${s.free === false}>${w.paid}</option>
      </select>
      <input aria-label=${w.noteOf} placeholder=${w.noteOf} maxlength="500" .value=${s.note ?? ''} @change=${(e: Event) => this.put(i, { note: picked(e).trim() || undefined })} />
      <button type="button" class="bare" aria-label=${w.removeNamed(name)} @click=${() => this.send(this.services.filter((_, j) => j !== i))}>${w.remove}</button>
      ${s.code === 'ebike_charging'
        ? html`<label class="tick"><input type="checkbox" .checked=${s.indoor === true} @change=${(e: Event) => this.put(i, { indoor: (e.target as HTMLInputElement).checked })} />${w.indoor}</label>`
        : nothing}
    </div>`;
  }

  private put(i: number, change: Partial<Offered>): void {
    this.send(this.services.map((s, j) => (i === j ? { ...s, ...change } : s)));
  }

  private readonly add = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    if (select.value) this.send([...this.services, { code: select.value, status: 'ok' }]);
    select.value = '';
  };

  private send(rows: Offered[]): void {
    tell(this, 'rows', rows);
  }
}

function picked(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function answer(text: string): boolean | undefined {
  return text === '' ? undefined : text === 'yes';
}

customElements.define('services-field', ServicesField);
