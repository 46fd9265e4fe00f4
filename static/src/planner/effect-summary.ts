import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { AreaChange } from '../api/coverage';
import type { Effect } from '../api/whatif';
import { parts } from '../look/parts';
import { count, percent, signed } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { resultLook } from './result-look';
import { scrolled } from './scrolled';
import { shareText } from './waiting';

/** EffectSummary tells what edits do: before, after, and by district. */
export class EffectSummary extends LitElement {
  static override properties = { effect: { attribute: false } };

  declare effect: Effect;

  static override styles = [parts, resultLook];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="title">
      <h3 id="title">${words().whatif.effect}</h3>
      ${this.figures()} ${this.areas()}
    </section>`;
  }

  private figures(): TemplateResult {
    const e = this.effect;
    const w = words();
    const minutes = (v: number | null) => (v === null ? '—' : v.toFixed(1));
    return scrolled(
      w.planner.change,
      html`<table>
      <thead>
        <tr><td></td><th scope="col">${w.whatif.before}</th><th scope="col">${w.whatif.after}</th></tr>
      </thead>
      <tbody>
        ${row(w.planner.coveredDemand, count(e.demand.from.covered), count(e.demand.to.covered))}
        ${e.by_k.filter((l) => l.k > 1).map((l) => row(w.planner.demandAtLeast(l.k), count(l.from.demand), count(l.to.demand)))}
        ${row(w.planner.coveredCells, count(e.cells.from.covered), count(e.cells.to.covered))}
        ${row(w.planner.gaps, String(e.gaps.from), String(e.gaps.to))} ${row(w.planner.mean, minutes(e.times.from.mean_minutes), minutes(e.times.to.mean_minutes))}
        ${row(w.planner.p90, minutes(e.times.from.p90_minutes), minutes(e.times.to.p90_minutes))} ${row(w.planner.stationsUsed, count(e.stations.from), count(e.stations.to))}
      </tbody>
    </table>`,
    );
  }

  private areas(): TemplateResult {
    const { areas } = this.effect;
    const w = words();
    return areas.length === 0 ? html`<p class="soft">${w.whatif.noArea}</p>` : changeTable(areas, w.whatif.before, w.whatif.after);
  }
}

/** effectHead is the share before and after, for a glance. */
export function effectHead({ demand }: Effect): TemplateResult {
  const change = demand.gained - demand.lost;
  return html`<p class="share pair" aria-live="polite">
    <strong>${shareText(demand.from.share, percent)} → ${shareText(demand.to.share, percent)}</strong>
    <span class=${tone(change)}>${words().whatif.gain(signed(change))}</span>
  </p>`;
}

/** changeTable sets the shares of districts side by side, the greatest change
 *  first. */
export function changeTable(areas: readonly AreaChange[], from: string, to: string): TemplateResult {
  const w = words().planner;
  const ordered = [...areas].sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || a.adcode.localeCompare(b.adcode));
  return scrolled(
    w.district,
    html`<table class="changes">
    <thead>
      <tr><th scope="col">${w.district}</th><th scope="col">${from}</th><th scope="col">${to}</th><th scope="col">${w.change}</th></tr>
    </thead>
    <tbody>
      ${ordered.map(
        (a) => html`<tr>
          <th scope="row" lang="zh-CN">${a.name}</th><td>${a.from === null ? '—' : percent(a.from)}</td><td>${a.to === null ? '—' : percent(a.to)}</td>
          <td class=${tone(a.change ?? 0)}>${a.change === null ? '—' : w.points(signed(a.change * 100, 1))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`,
  );
}

function row(name: string, from: string, to: string): TemplateResult | typeof nothing {
  return html`<tr><th scope="row">${name}</th><td>${from}</td><td>${to}</td></tr>`;
}

// tone is the class of a change for the better or the worse.
function tone(change: number): string {
  return change > 0 ? 'up' : change < 0 ? 'down' : '';
}

customElements.define('effect-summary', EffectSummary);
