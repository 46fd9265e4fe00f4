import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { ImportReport } from '../api/office';
import type { DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { label } from './shown';
import { stated } from './stated';

const FIRST = 20; // rows shown before somebody asks for more

type Change = NonNullable<ImportReport['changes']>[number];

/** ImportChanges lists what an import changes, or would, of stations that are
 *  known: field by field, before and after. */
export class ImportChanges extends LitElement {
  static override properties = { report: { attribute: false }, meta: { attribute: false }, most: { state: true } };

  declare report: ImportReport;
  declare meta: DeskMeta;
  declare most: number;

  static override styles = [
    parts,
    deskLook,
    css`
      h4 {
        margin: 0;
        font-size: 1rem;
      }
      td.break {
        min-width: 7.25rem;
      }
    `,
  ];

  constructor() {
    super();
    this.most = FIRST;
    new Speaks(this);
  }

  override render(): TemplateResult | typeof nothing {
    const w = words().imp;
    const all = this.report.changes ?? [];
    if (all.length === 0) return nothing;
    const unlisted = this.report.updated - all.length;
    return html`<div class="stack">
      <h4>${w.changes}</h4>
      <div class="scroll" tabindex="0" role="region" aria-label=${w.changes}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="num">${w.row}</th>
              <th scope="col">${w.station}</th>
              <th scope="col">${w.field}</th>
              <th scope="col">${words().past.before}</th>
              <th scope="col">${words().past.after}</th>
            </tr>
          </thead>
          <tbody>
            ${all.slice(0, this.most).map((c) => this.lines(c))}
          </tbody>
        </table>
      </div>
      ${all.length > this.most ? html`<button @click=${() => (this.most += 200)}>${w.more(all.length - this.most)}</button>` : nothing}
      ${unlisted > 0 ? html`<p class="hint">${w.unlisted(unlisted)}</p>` : nothing}
    </div>`;
  }

  private lines(c: Change): TemplateResult[] {
    const w = words();
    const rows = Math.max(1, c.fields.length);
    const head = html`<td class="num" rowspan=${rows}>${c.row}</td><th scope="row" class="break" rowspan=${rows}>${c.name}</th>`;
    if (c.fields.length === 0) return [html`<tr>${head}<td colspan="3" class="soft">${w.imp.insideOnly}</td></tr>`];
    return c.fields.map(
      (f, i) => html`<tr>
        ${i === 0 ? head : nothing}
        <td>${label(f.field)}</td>
        <td class="break"><del>${stated(f.field, f.before, this.meta) || w.past.empty}</del></td>
        <td class="break"><ins>${stated(f.field, f.after, this.meta) || w.past.empty}</ins>${f.field === 'position' && c.moved_m !== undefined ? html` <span class="tag care">${w.imp.moved(c.moved_m)}</span>` : nothing}</td>
      </tr>`,
    );
  }
}

customElements.define('import-changes', ImportChanges);
