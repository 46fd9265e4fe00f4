import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Plan } from '../api/coverage';
import type { Coverage } from '../api/types';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import './plan-chart';
import type { Figures } from './plan-chart';
import { resultLook } from './result-look';
import { scrolled } from './scrolled';
import { shareText } from './waiting';

/** CoverageSummary tells the figures of a run: the share in large, the table
 *  by number of stations, the minutes, what was left out, what it rests on. */
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
      ${this.bar()} ${run.demand.total === 0 ? html`<p class="note">${w.planner.empty}</p>` : nothing} ${this.totals()} ${this.byK()} ${this.verified()}
      ${this.minutes()} ${this.leftOut()} ${this.basis()}
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
    return scrolled(
      w.byK,
      html`<table>
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
    </table>`,
    );
  }

  private leftOut(): TemplateResult {
    const { stations, cells } = this.run;
    const w = words().planner;
    const some = (term: string, n: number) => (n > 0 ? html`<div><dt>${term}</dt><dd>${count(n)}</dd></div>` : nothing);
    return html`<dl>
      <div><dt>${w.stationsUsed}</dt><dd>${count(stations.used)}</dd></div>
      ${some(w.stationsOffRoad, stations.off_road?.length ?? 0)} ${some(w.unknownHours, stations.unknown_hours?.length ?? 0)}
      ${some(w.offRoad, cells.off_road)} ${some(w.noWayOut, cells.no_way_out ?? 0)}
    </dl>`;
  }

  // verified sets the share by stations that somebody verified beside that by
  // all: the difference rests on records that nobody has looked at.
  private verified(): TemplateResult | typeof nothing {
    const v = this.run.verified;
    const w = words();
    return v ? html`<p class="note">${w.ask.verifiedShare(v.within_days, v.stations, written(v.demand.share), written(this.run.demand.share))}</p>` : nothing;
  }

  private minutes(): TemplateResult | typeof nothing {
    const { times, demand } = this.run;
    if (times.mean_minutes === null) return nothing;
    const w = words().planner;
    const untimed = demand.total * (1 - (times.timed_share ?? 0));
    return html`<plan-chart .figures=${this.figures()}></plan-chart>
      <dl>
        ${figure(w.mean, times.mean_minutes)} ${figure(w.median, times.median_minutes)} ${figure(w.p90, times.p90_minutes)}
        ${untimed >= 0.5 ? html`<div><dt>${w.untimed}</dt><dd>${count(untimed)}</dd></div>` : nothing}
      </dl>`;
  }

  // figures are the demand by minutes; the bars up to the limit are blue, and
  // so is all of a bar that the limit cuts through.
  private figures(): Figures {
    const w = words();
    const bins = this.run.times.distribution;
    const used = bins.reduce((n, b, i) => (b.demand > 0 ? i + 1 : n), 0);
    const shown = bins.slice(0, used);
    const from = (i: number) => shown[i - 1]?.to_minutes ?? 0;
    const within = (i: number) => from(i) < this.plan.minutes;
    return {
      title: w.planner.minutesChart,
      x: w.planner.minutes,
      names: shown.map((b, i) => `${from(i)}–${b.to_minutes}`),
      series: [
        { name: w.chart.within(this.plan.minutes), colour: '#2f77b0', values: shown.map((b, i) => (within(i) ? b.demand : null)) },
        { name: w.chart.later, colour: '#e8a055', values: shown.map((b, i) => (within(i) ? null : b.demand)) },
      ],
      write: count,
      sort: 'bars',
    };
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

// figure is a line of minutes; none where they are not known.
function figure(term: string, minutes: number | null): TemplateResult | typeof nothing {
  return minutes === null ? nothing : html`<div><dt>${term}</dt><dd>${minutes.toFixed(1)}</dd></div>`;
}

function written(share: number | null): string {
  return shareText(share, percent);
}

customElements.define('coverage-summary', CoverageSummary);
