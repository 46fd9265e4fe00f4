import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { stats, type StatsRow } from '../api/office';
import type { DeskMeta } from '../api/registry';
import { download } from '../api/send';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import { areaChoices, areaName } from './areas';
import { deskLook } from './desk-look';
import { explain } from './explain';
import { first } from './first';
import { chart } from './stats-chart';
import { MEASURES, tallies, type Measure, type Tally } from './tally';

const SPANS = ['month', 'week', 'day'] as const;
const BYS = ['period', 'area', 'kind'] as const;

/** StatsView counts stations and reports by day, week or month, as a chart, as
 *  a table, and as a CSV of every row. */
export class StatsView extends LitElement {
  static override properties = {
    meta: { attribute: false },
    rows: { state: true },
    span: { state: true },
    area: { state: true },
    by: { state: true },
    measure: { state: true },
    problem: { state: true },
  };

  declare meta: DeskMeta;
  declare rows: StatsRow[] | undefined;
  declare span: (typeof SPANS)[number];
  declare area: string;
  declare by: (typeof BYS)[number];
  declare measure: Measure;
  declare problem: string;
  private asking?: AbortController;

  static override styles = [
    parts,
    deskLook,
    css`
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(10rem, 100%), 1fr));
        gap: 0.5rem;
        align-items: end;
      }
      .chart {
        display: block;
        width: 100%;
        min-width: 34rem;
        max-height: 20rem;
      }
      .chart rect {
        fill: var(--warm);
      }
      .chart .rule {
        stroke: var(--line);
      }
      .chart text {
        fill: var(--ink);
        font-size: 12px;
        text-anchor: middle;
      }
      .chart .scale {
        text-anchor: end;
      }
      th[aria-current] {
        color: var(--warm);
      }
    `,
  ];

  constructor() {
    super();
    [this.span, this.by, this.measure] = ['month', 'period', 'open'];
    this.area = this.problem = '';
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    const w = words().stats;
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      <div class="choices sheet">
        ${this.choice('span', w.span, SPANS.map((s) => [s, w.spans[s]]), this.span, (v) => this.turn({ span: v as StatsView['span'] }))}
        ${this.choice('area', words().list.area, [['', words().list.any], ...areaChoices(this.meta.areas ?? [])], this.area, (v) => this.turn({ area: v }))}
        ${this.choice('by', w.by, BYS.map((b) => [b, w.bys[b]]), this.by, (v) => (this.by = v as StatsView['by']))}
        ${this.choice('measure', w.measure, MEASURES.map((m) => [m, w.measures[m]]), this.measure, (v) => (this.measure = v as Measure))}
        <button @click=${this.csv}>${w.csv}</button>
      </div>
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      ${this.rows ? this.shown(tallies(this.rows, this.by)) : first(this.problem !== '', () => this.load())}
    </div>`;
  }

  private choice(id: string, label: string, all: [string, string][], value: string, to: (v: string) => void): TemplateResult {
    return html`<div>
      <label class="name" for=${id}>${label}</label>
      <select id=${id} @change=${(e: Event) => to((e.target as HTMLSelectElement).value)}>
        ${all.map(([code, name]) => html`<option value=${code} .selected=${code === value}>${name}</option>`)}
      </select>
    </div>`;
  }

  private shown(all: Tally[]): TemplateResult {
    const w = words().stats;
    if (all.length === 0) return html`<p class="note">${w.none}</p>`;
    const bars = all.map((t) => ({ name: this.short(t.name), value: t[this.measure] }));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.chart}>${chart(bars, `${w.measures[this.measure]} · ${w.bys[this.by]}`)}</div>
      <div class="scroll" tabindex="0" role="region" aria-label=${w.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">${w.bys[this.by]}</th>
              ${MEASURES.map((m) => html`<th scope="col" class="num" aria-current=${m === this.measure ? 'true' : nothing}>${w.measures[m]}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${all.map((t) => html`<tr><th scope="row" class=${this.by === 'period' ? 'when' : ''}>${this.name(t.name)}</th>${MEASURES.map((m) => html`<td class="num">${t[m]}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>
      <p class="hint">${w.note}</p>`;
  }

  private name(code: string): string {
    if (this.by === 'kind') return named(this.meta.words.kinds, code);
    if (this.by === 'area') return areaName(this.meta.areas ?? [], code) || words().stats.nowhere;
    return this.span === 'month' ? code.slice(0, 7) : code;
  }

  private short(code: string): string {
    const name = this.name(code);
    if (this.by !== 'period') return name.length > 6 ? `${name.slice(0, 5)}…` : name;
    return this.span === 'month' ? name : name.slice(5);
  }

  private query(): URLSearchParams {
    return new URLSearchParams({ by: this.span, ...(this.area ? { area: this.area } : {}) });
  }

  private turn(to: Partial<Pick<StatsView, 'span' | 'area'>>): void {
    Object.assign(this, to);
    void this.load();
  }

  private async load(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.problem = '';
    try {
      this.rows = (await stats(this.query(), asking.signal)).rows;
    } catch (problem) {
      if (!asking.signal.aborted) this.fail(problem);
    }
  }

  private readonly csv = async () => {
    const query = this.query();
    query.set('f', 'csv');
    await download(`/v1/stats?${query}`, `stats-${this.span}.csv`, { headers: { Accept: 'text/csv' } }).catch((problem: unknown) => this.fail(problem));
  };

  private fail(problem: unknown): void {
    this.problem = explain(problem);
  }
}

customElements.define('stats-view', StatsView);
