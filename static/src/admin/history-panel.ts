import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { past, type Change, type DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { differences } from './changes';
import { deskLook } from './desk-look';
import { tell } from './events';
import { minute } from './moments';
import { label, shown } from './shown';
import { writer } from './writer';

/** HistoryPanel tells what was written to a station, the latest first, with
 *  what each write changed. It sends `restore` with a former record that
 *  somebody wants back. */
export class HistoryPanel extends LitElement {
  static override properties = {
    id: {},
    name: {},
    meta: { attribute: false },
    mayRestore: { type: Boolean },
    changes: { state: true },
    next: { state: true },
    problem: { state: true },
  };

  declare id: string;
  /** name is the station's, '' where it is not known. */
  declare name: string;
  declare meta: DeskMeta;
  declare mayRestore: boolean;
  declare changes: Change[];
  declare next: string | null;
  declare problem: unknown;

  static override styles = [
    parts,
    deskLook,
    css`
      li {
        display: grid;
        gap: 0.375rem;
      }
      td {
        min-width: 6rem;
      }
      del {
        text-decoration-thickness: 1px;
      }
      ins {
        text-decoration: none;
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    this.name = '';
    this.changes = [];
    this.next = null;
    this.mayRestore = false;
    new Speaks(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('id')) return;
    this.changes = [];
    void this.load(null);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<section class="stack" aria-labelledby="history">
      <div class="row">
        <button @click=${() => tell(this, 'close')}>${w.past.back}</button>
        <h2 id="history" class="break">${w.past.heading(this.name)}</h2>
      </div>
      ${this.problem ? html`<p class="note bad" role="alert">${inWords(this.problem, w)}</p>` : nothing}
      ${this.changes.length === 0 && !this.problem ? html`<p class="soft" role="status">${w.loading}</p>` : nothing}
      <ol class="stack">
        ${this.changes.map((change, i) => this.entry(change, i))}
      </ol>
      ${this.next ? html`<button @click=${() => this.load(this.next)}>${w.list.more}</button>` : nothing}
    </section>`;
  }

  private entry(change: Change, i: number): TemplateResult {
    const w = words().past;
    const before = this.changes[i + 1];
    const first = before === undefined && this.next === null;
    return html`<li class="sheet">
      <div class="row">
        <strong>${change.op === undefined ? w.written : w.ops[change.op]}</strong>
        <span class="when">${minute(change.at)}</span>
        <span class="tag">${w.revision(change.revision)}</span>
        ${change.by ? html`<span class="soft">${writer(change.by)}</span>` : nothing}
      </div>
      ${change.reason ? html`<p class="break">${w.reason(change.reason)}</p>` : nothing}
      ${before ? this.table(change, before) : nothing} ${i > 0 || first ? this.whole(change) : nothing}
      ${change.station && i > 0 && this.mayRestore
        ? html`<div><button @click=${() => tell(this, 'restore', change.station)}>${w.restore}</button></div>`
        : nothing}
    </li>`;
  }

  private table(change: Change, before: Change): TemplateResult {
    const w = words().past;
    const all = change.station ? differences(before.station, change.station) : [];
    if (all.length === 0) return html`<p class="soft">${change.station ? w.nothing : w.deletedHere}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.differences(change.revision)}>
      <table>
        <thead>
          <tr>
            <th scope="col">${w.field}</th>
            <th scope="col">${w.before}</th>
            <th scope="col">${w.after}</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (d) => html`<tr>
              <th scope="row">${label(d.field)}</th>
              <td class="break"><del>${shown(d.field, d.before, this.meta) || w.empty}</del></td>
              <td class="break"><ins>${shown(d.field, d.after, this.meta) || w.empty}</ins></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  // whole is the record as it was right after a write.
  private whole(change: Change): TemplateResult | typeof nothing {
    if (!change.station) return nothing;
    return html`<details>
      <summary>${words().past.whole}</summary>
      <dl class="stack">
        ${differences(null, change.station).map((d) => html`<div><dt class="label">${label(d.field)}</dt><dd class="break">${shown(d.field, d.after, this.meta)}</dd></div>`)}
      </dl>
    </details>`;
  }

  private async load(cursor: string | null): Promise<void> {
    this.problem = undefined;
    const id = this.id;
    try {
      const page = await past(id, cursor);
      if (id !== this.id) return;
      this.changes = cursor ? [...this.changes, ...page.changes] : page.changes;
      this.next = page.next;
    } catch (problem) {
      this.problem = problem;
    }
  }
}

customElements.define('history-panel', HistoryPanel);
