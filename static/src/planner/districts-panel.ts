import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { AreaShare } from '../api/types';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { csv, save } from './files';
import { levels, worstFirst } from './order';
import './plan-chart';
import type { Figures } from './plan-chart';
import { resultLook } from './result-look';
import { scrolled } from './scrolled';

const DRAWN = 24; // districts that a chart has room for

/** DistrictsPanel lists the share of each district, the worst served first, as
 *  a table and as bars. It sends `level` with one to list, and `area-go` with a
 *  district's code. */
export class DistrictsPanel extends LitElement {
  static override properties = { areas: { attribute: false }, run: {}, level: {}, mapped: { type: Boolean } };

  declare areas: AreaShare[];
  declare run: string;
  /** level is the one that is wanted, '' for the usual one. */
  declare level: string;
  /** mapped is whether there is a map to go to a district on. */
  declare mapped: boolean;

  static override styles = [
    parts,
    resultLook,
    css`
      th .bare {
        min-height: 2rem;
        padding: 0;
        text-align: start;
      }
    `,
  ];

  constructor() {
    super();
    this.areas = [];
    this.level = '';
    this.mapped = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().planner;
    const all = levels(this.areas);
    const level = all.includes(this.level) ? this.level : (all.find((l) => l === 'district') ?? all[0] ?? '');
    const shown = worstFirst(this.areas.filter((a) => (a.level ?? '') === level));
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.byArea}</h2>
      ${shown.length === 0 ? html`<p class="soft">${w.noAreas}</p>` : nothing} ${all.length > 1 ? this.choice(all, level) : nothing}
      ${shown.length > 0 ? html`<plan-chart .figures=${this.figures(shown.slice(0, DRAWN))}></plan-chart> ${this.table(shown)}` : nothing}
      ${shown.length > 0 ? html`<button @click=${() => this.export(shown)}>CSV</button>` : nothing}
    </section>`;
  }

  private choice(all: string[], level: string): TemplateResult {
    const w = words();
    return html`<select aria-label=${w.planner.level} @change=${(e: Event) => this.send('level', (e.target as HTMLSelectElement).value)}>
      ${all.map((l) => html`<option value=${l} .selected=${l === level}>${(w.planner.levels as Record<string, string>)[l] ?? l}</option>`)}
    </select>`;
  }

  private figures(shown: AreaShare[]): Figures {
    const w = words().planner;
    return {
      title: w.areaChart,
      x: w.district,
      names: shown.map((a) => a.name),
      series: [
        { name: w.covered, colour: '#2f77b0', values: shown.map((a) => a.covered) },
        { name: w.uncovered, colour: '#e8a055', values: shown.map((a) => a.demand - a.covered) },
      ],
      write: count,
      sort: 'bars',
      tabled: true,
    };
  }

  private table(shown: AreaShare[]): TemplateResult {
    const w = words().planner;
    return scrolled(
      w.district,
      html`<table class="districts">
      <thead>
        <tr><th scope="col">${w.district}</th><th scope="col">${w.people}</th><th scope="col">${w.uncovered}</th><th scope="col">${w.mean}</th><th scope="col">${w.rate}</th></tr>
      </thead>
      <tbody>
        ${shown.map(
          (a) => html`<tr>
            <th scope="row" lang="zh-CN">${this.mapped ? html`<button class="bare" @click=${() => this.send('area-go', a.adcode)}>${a.name}</button>` : a.name}</th><td>${count(a.demand)}</td><td>${count(a.demand - a.covered)}</td>
            <td>${a.mean_minutes === null ? '—' : a.mean_minutes.toFixed(1)}</td><td>${a.share === null ? '—' : percent(a.share)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`,
    );
  }

  private send(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private export(shown: AreaShare[]): void {
    const header = ['adcode', 'name', 'demand', 'covered', 'share', 'mean_minutes', 'median_minutes', 'p90_minutes'];
    const rows = shown.map((a) => [a.adcode, a.name, a.demand, a.covered, a.share, a.mean_minutes, a.median_minutes, a.p90_minutes]);
    save(`districts-${this.run}.csv`, 'text/csv', csv([header, ...rows]));
  }
}

customElements.define('districts-panel', DistrictsPanel);
