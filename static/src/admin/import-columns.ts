import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Preview } from '../api/office';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';
import { taken, type Wish } from './import-wish';
import { label } from './shown';

/** ImportColumns shows which column holds which field, with what stands in it,
 *  and lets that be changed. It sends `wish` with the mapping. */
export class ImportColumns extends LitElement {
  static override properties = { seen: { attribute: false }, wish: { attribute: false } };

  declare seen: Preview;
  declare wish: Wish;

  static override styles = [
    parts,
    deskLook,
    css`
      td.samples {
        max-width: 22rem;
        color: var(--soft);
      }
      select {
        min-width: 11rem;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().imp;
    return html`<section class="stack" aria-labelledby="s3">
      <h3 id="s3">3 ${w.stepColumns}</h3>
      ${this.seen.remembered ? html`<p class="note">${w.remembered}</p>` : nothing}
      <div class="scroll" tabindex="0" role="region" aria-label=${w.columnsTable}>
        <table>
          <thead>
            <tr>
              <th scope="col">${w.column}</th>
              <th scope="col">${w.samples}</th>
              <th scope="col">${w.goesTo}</th>
            </tr>
          </thead>
          <tbody>
            ${this.seen.columns.filter((c) => c.name).map((c, i) => this.line(c, i))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private line(c: Preview['columns'][number], i: number): TemplateResult {
    const w = words().imp;
    const field = this.wish.columns[c.name] ?? c.field;
    return html`<tr>
      <th scope="row" id=${`c${i}`} class="break"><strong>${c.name}</strong></th>
      <td class="samples break">${c.samples.join(words().and) || w.blank}</td>
      <td>
        <select aria-labelledby=${`c${i}`} @change=${(e: Event) => this.choose(c.name, (e.target as HTMLSelectElement).value)}>
          <option value="" .selected=${field === ''}>${w.leaveOut}</option>
          ${this.seen.fields.map((f) => html`<option value=${f} .selected=${f === field}>${label(f)}</option>`)}
        </select>
      </td>
    </tr>`;
  }

  private choose(column: string, field: string): void {
    tell<Partial<Wish>>(this, 'wish', { columns: taken(this.seen, this.wish.columns, column, field) });
  }
}

customElements.define('import-columns', ImportColumns);
