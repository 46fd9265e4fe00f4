import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { ImportReport, RowProblem } from '../api/office';
import type { DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { drawable } from '../map/webgl';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { inTongue } from '../words/problem';
import { deskLook } from './desk-look';
import { tell } from './events';
import './import-changes';
import { label } from './shown';
import type { Spot } from './spots';

const FIRST = 100; // rows shown before somebody asks for more

/** ReportShown tells what an import did, or would do: the counts, then the
 *  rows that were rejected or are doubtful, in a table and on the map. It
 *  sends `rejects` when the file of rejected rows is wanted. */
export class ReportShown extends LitElement {
  static override properties = {
    report: { attribute: false },
    meta: { attribute: false },
    trial: { type: Boolean },
    only: { state: true },
    row: { state: true },
    most: { state: true },
    mapped: { state: true },
  };

  declare report: ImportReport;
  declare meta: DeskMeta;
  declare trial: boolean;
  declare only: '' | 'reject' | 'suspect';
  declare row: string;
  declare most: number;
  declare mapped: boolean;

  static override styles = [
    parts,
    deskLook,
    css`
      .counts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(6.5rem, 100%), 1fr));
        gap: 0.5rem;
      }
      .counts div {
        padding: 0.5rem 0.625rem;
        border: 1px solid var(--line);
        border-radius: 0.75rem;
      }
      .counts dd {
        font-size: 1.5rem;
        font-weight: 700;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
      }
      .counts .bad dd {
        color: var(--shut);
      }
      .counts .care dd {
        color: var(--soon);
      }
      .both {
        display: grid;
        gap: 0.75rem;
      }
      .scroll {
        max-height: 26rem;
        overflow: auto;
      }
      thead th {
        position: sticky;
        top: 0;
      }
      tr[data-picked] {
        background: var(--warm-wash);
      }
      registry-map {
        min-height: 20rem;
      }
      @media (min-width: 64rem) {
        .both.mapped {
          grid-template-columns: 3fr 2fr;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.only = this.row = '';
    this.most = FIRST;
    this.trial = this.mapped = false;
    new Speaks(this);
  }

  override firstUpdated(): void {
    if (!drawable() || this.report.places.length === 0) return;
    void import('./registry-map').then(() => (this.mapped = true), () => undefined);
  }

  override render(): TemplateResult {
    const w = words().imp;
    const r = this.report;
    return html`<div class="stack">
      <dl class="counts">
        ${this.figure(w.read, r.read)} ${this.figure(this.trial ? w.wouldCreate : w.created, r.created)}
        ${this.figure(this.trial ? w.wouldUpdate : w.updated, r.updated)} ${this.figure(w.unchanged, r.unchanged)}
        ${this.figure(w.suspect, r.suspect, r.suspect > 0 ? 'care' : '')} ${this.figure(w.rejected, r.rejected, r.rejected > 0 ? 'bad' : '')}
        ${r.review ? this.figure(w.review, r.review, 'care') : nothing}
      </dl>
      ${r.notes.length > 0 ? html`<ul class="hint">${r.notes.map((n) => html`<li class="break">${inTongue(n)}</li>`)}</ul>` : nothing}
      <import-changes .report=${r} .meta=${this.meta}></import-changes>
      ${r.problems.length > 0 ? this.problems() : html`<p class="note good">${w.clean}</p>`}
    </div>`;
  }

  private figure(name: string, n: number, tone = ''): TemplateResult {
    return html`<div class=${tone}><dt>${name}</dt><dd>${n}</dd></div>`;
  }

  private problems(): TemplateResult {
    const w = words().imp;
    const shown = this.report.problems.filter((p) => this.only === '' || (p.suspect ? 'suspect' : 'reject') === this.only);
    return html`<div class="row">
        ${(['', 'reject', 'suspect'] as const).map((o) => html`<button aria-pressed=${this.only === o ? 'true' : 'false'} @click=${() => (this.only = o)}>${w.only[o]}</button>`)}
        ${this.report.rejected > 0 ? html`<button @click=${() => tell(this, 'rejects')}>${w.rejects}</button>` : nothing}
      </div>
      <div class=${this.mapped ? 'both mapped' : 'both'}>
        <div class="scroll" tabindex="0" role="region" aria-label=${w.problems}>
          <table>
            <thead>
              <tr>
                <th scope="col" class="num">${w.row}</th>
                <th scope="col">${w.sort}</th>
                <th scope="col">${w.field}</th>
                <th scope="col">${w.value}</th>
                <th scope="col">${w.what}</th>
              </tr>
            </thead>
            <tbody>
              ${shown.slice(0, this.most).map((p) => this.line(p))}
            </tbody>
          </table>
        </div>
        ${this.mapped
          ? html`<registry-map .spots=${this.spots()} .picked=${this.row} .bounds=${this.meta.bounds} .ground=${this.meta.basemap} @spot-pick=${(e: CustomEvent<string>) => this.pick(e.detail)}></registry-map>`
          : nothing}
      </div>
      ${shown.length > this.most ? html`<button @click=${() => (this.most += 500)}>${w.more(shown.length - this.most)}</button>` : nothing}`;
  }

  private line(p: RowProblem): TemplateResult {
    const w = words().imp;
    const placed = this.mapped && this.report.places.some((s) => s.row === p.row);
    return html`<tr ?data-picked=${this.row === String(p.row)} data-row=${p.row}>
      <td class="num">${p.row === 0 ? w.wholeFile : placed ? html`<button class="bare" aria-label=${w.onMap(p.row)} @click=${() => (this.row = String(p.row))}>${p.row}</button>` : p.row}</td>
      <td><span class="tag ${p.suspect ? 'care' : 'bad'}">${p.suspect ? `? ${w.suspect}` : `× ${w.rejected}`}</span></td>
      <td>${label(p.field)}</td>
      <td class="break">${p.value}</td>
      <td class="break">${inTongue(p.problem)}</td>
    </tr>`;
  }

  private spots(): Spot[] {
    const rejected = new Set(this.report.problems.filter((p) => !p.suspect).map((p) => p.row));
    return this.report.places
      .map((s): Spot => ({ id: String(s.row), lon: s.lon, lat: s.lat, tone: rejected.has(s.row) ? 'reject' : 'suspect', label: s.name }))
      .filter((s) => this.only === '' || s.tone === this.only);
  }

  private pick(row: string): void {
    this.row = row;
    void this.updateComplete.then(() => this.renderRoot.querySelector(`tr[data-row="${row}"]`)?.scrollIntoView({ block: 'nearest' }));
  }
}

customElements.define('import-report', ReportShown);
