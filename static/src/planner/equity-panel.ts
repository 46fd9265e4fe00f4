import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { MEASURES, accessibility, type Accessibility, type AreaAccess, type Equity, type Measure } from '../api/accessibility';
import type { Plan } from '../api/coverage';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { csv, save } from './files';
import { resultLook } from './result-look';
import { scrolled } from './scrolled';
import { waiting } from './waiting';

/** EquityPanel tells how evenly people are served: by district, for a measure.
 *  It sends `measure` with another one. */
export class EquityPanel extends LitElement {
  static override properties = { plan: { attribute: false }, measure: {} };

  declare plan: Plan;
  declare measure: Measure;
  private readonly answer = new Asked<Accessibility>(this);

  static override styles = [parts, resultLook];

  constructor() {
    super();
    this.measure = 'opportunities';
    new Speaks(this);
  }

  override willUpdate(): void {
    this.answer.ask(JSON.stringify(this.plan), (signal) => accessibility(this.plan, signal));
  }

  override render(): TemplateResult {
    const w = words().equity;
    const a = this.answer.value;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.title}</h2>
      <label for="measure">${w.measure}</label>
      <select id="measure" @change=${this.choose}>
        ${MEASURES.map((m) => html`<option value=${m} .selected=${m === this.measure}>${w.measures[m]}</option>`)}
      </select>
      <p class="soft">${w.what[this.measure]}</p>
      ${waiting(this.answer)} ${a ? this.table(a) : nothing}
      ${this.measure === 'kth' ? nothing : html`<p class="soft small">${w.gini}</p><p class="soft small">${w.palma}</p>`}
      ${a ? html`<button @click=${() => this.export(a)}>CSV</button>` : nothing}
    </section>`;
  }

  private table(a: Accessibility): TemplateResult {
    const w = words();
    const rows = [{ ...a.total, adcode: '', name: w.planner.total }, ...a.areas];
    return scrolled(
      w.planner.district,
      html`<table class="districts">
      <thead>
        <tr><th scope="col">${w.planner.district}</th>${this.columns().map((c) => html`<th scope="col">${c}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((area) => html`<tr><th scope="row" lang=${area.adcode ? 'zh-CN' : nothing}>${area.name}</th>${this.cells(area).map((c) => html`<td>${c}</td>`)}</tr>`)}
      </tbody>
    </table>`,
    );
  }

  private columns(): string[] {
    const w = words();
    return this.measure === 'kth' ? [w.planner.mean, w.planner.median, w.planner.p90] : [w.equity.mean[this.measure], w.equity.none, 'Gini', 'Palma'];
  }

  private cells(area: AreaAccess): string[] {
    if (this.measure === 'kth') {
      const { mean_minutes, median_minutes, p90_minutes } = area.kth;
      return [mean_minutes, median_minutes, p90_minutes].map((v) => fixed(v, 1));
    }
    const e = spread(area, this.measure);
    // A station's share for one person is tiny: told for a thousand.
    const mean = this.measure === 'opportunities' ? fixed(e.mean, 1) : fixed(e.mean === null ? null : e.mean * 1000, 2);
    return [mean, e.none_share === null ? '—' : percent(e.none_share), fixed(e.gini, 2), fixed(e.palma, 1)];
  }

  private readonly choose = (e: Event) => {
    const detail = (e.target as HTMLSelectElement).value as Measure;
    this.dispatchEvent(new CustomEvent<Measure>('measure', { detail, bubbles: true, composed: true }));
  };

  private export(a: Accessibility): void {
    const header = ['adcode', 'name', 'demand', 'measure', 'mean', 'none_share', 'gini', 'palma', 'mean_minutes', 'median_minutes', 'p90_minutes'];
    const total: AreaAccess = { ...a.total, adcode: '', name: words().planner.total };
    const rows = [total, ...a.areas].flatMap((area) =>
      MEASURES.map((m) => {
        const e = m === 'kth' ? { mean: null, none_share: null, gini: null, palma: null } : spread(area, m);
        const t = m === 'kth' ? area.kth : { mean_minutes: null, median_minutes: null, p90_minutes: null };
        return [area.adcode, area.name, area.demand, m, e.mean, e.none_share, e.gini, e.palma, t.mean_minutes, t.median_minutes, t.p90_minutes];
      }),
    );
    save(`accessibility-${a.id}.csv`, 'text/csv', csv([header, ...rows]));
  }
}

function spread(area: AreaAccess, measure: Exclude<Measure, 'kth'>): Equity {
  return measure === 'opportunities' ? area.stations : area[measure];
}

function fixed(v: number | null, digits: number): string {
  return v === null ? '—' : v.toFixed(digits);
}

customElements.define('equity-panel', EquityPanel);
