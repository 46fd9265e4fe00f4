import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { download } from '../api/coverage';
import type { Plan } from '../api/coverage';
import type { Coverage } from '../api/types';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { resultLook } from './result-look';

/** CoverageSummary tells the figures of a run: the share in large, the table
 *  by number of stations, what was left out, what it rests on, and files. */
export class CoverageSummary extends LitElement {
  static override properties = { run: { attribute: false }, plan: { attribute: false } };

  declare run: Coverage;
  /** plan is the one that the run answers, not the one being edited. */
  declare plan: Plan;

  static override styles = [parts, resultLook];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const { run, plan } = this;
    const w = words();
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.planner.result}</h2>
      <p class="share"><strong>${written(run.demand.share)}</strong> <span>${w.planner.shareOf(plan.k, plan.minutes, w.modes[plan.mode])}</span></p>
      ${this.bar()} ${this.totals()} ${this.byK()} ${this.leftOut()} ${this.files()} ${this.basis()}
    </section>`;
  }

  // bar repeats the share as a length, for a glance.
  private bar(): TemplateResult {
    const width = Math.round((this.run.demand.share ?? 0) * 100);
    return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="late" width="100" height="4" /><rect class="covered" width=${width} height="4" />
    </svg>`;
  }

  private totals(): TemplateResult {
    const { run } = this;
    const w = words().planner;
    return html`<table>
      <thead>
        <tr><td></td><th scope="col">${w.covered}</th><th scope="col">${w.total}</th></tr>
      </thead>
      <tbody>
        <tr><th scope="row">${w.people}</th><td>${count(run.demand.covered)}</td><td>${count(run.demand.total)}</td></tr>
        <tr><th scope="row">${w.cells}</th><td>${count(run.cells.covered)}</td><td>${count(run.cells.total)}</td></tr>
      </tbody>
    </table>`;
  }

  private byK(): TemplateResult {
    const w = words().planner;
    return html`<table>
      <thead>
        <tr><th scope="col">${w.byK}</th><th scope="col">${w.cells}</th><th scope="col">${w.people}</th><th scope="col">${w.rate}</th></tr>
      </thead>
      <tbody>
        ${this.run.by_k.map(
          (row) => html`<tr>
            <th scope="row">${w.atLeast(row.k)}</th><td>${count(row.cells)}</td><td>${count(row.demand)}</td><td>${written(row.share)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private leftOut(): TemplateResult {
    const { stations, cells } = this.run;
    const w = words().planner;
    return html`<dl>
      ${figure(w.stationsUsed, stations.used, true)} ${figure(w.stationsOffRoad, stations.off_road?.length ?? 0)}
      ${figure(w.unknownHours, stations.unknown_hours?.length ?? 0)} ${figure(w.offRoad, cells.off_road)}
      ${figure(w.noWayOut, cells.no_way_out ?? 0)}
    </dl>`;
  }

  private files(): TemplateResult {
    const { id } = this.run;
    const w = words().planner;
    const file = (what: 'cells' | 'gaps', format: 'csv' | 'geojson', text: string) =>
      html`<a class="button" href=${download(id, what, format)} download="coverage-${id}-${what}.${format}">${text}</a>`;
    return html`<nav class="row" aria-label=${w.exports}>
      ${file('cells', 'csv', w.cellsCSV)} ${file('cells', 'geojson', w.cellsGeo)} ${file('gaps', 'csv', w.gapsCSV)}
      ${file('gaps', 'geojson', w.gapsGeo)}
    </nav>`;
  }

  private basis(): TemplateResult {
    const { run } = this;
    const w = words();
    const p = w.planner;
    return html`<p class="soft small">
      ${p.provenance}: ${p.profile} <code>${run.profile}</code> · ${p.roads} <code title=${run.roads}>${run.roads.slice(0, 8)}</code> · ${p.revision}
      <code>${run.revision}</code> · ${p.runID} <code>${run.id}</code> · ${p.took} ${w.unit.seconds((run.took_ms / 1000).toFixed(2))}
    </p>`;
  }
}

function figure(term: string, n: number, always = false): TemplateResult | typeof nothing {
  return n > 0 || always ? html`<div><dt>${term}</dt><dd>${count(n)}</dd></div>` : nothing;
}

function written(share: number | null): string {
  return share === null ? words().planner.noShare : percent(share);
}

customElements.define('coverage-summary', CoverageSummary);
