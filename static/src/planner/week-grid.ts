import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Hour } from '../api/coverage';
import { parts } from '../look/parts';
import { percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { dayOf, hourOf, momentOf, placeOf, weekday } from './day';
import { shareText } from './waiting';

const HOURS = 24;
const TONES = 5;
const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -HOURS, ArrowRight: HOURS, PageUp: -6, PageDown: 6 };

/** WeekGrid is the share of each hour of seven days: a column for each day, a
 *  row for each hour, the darker the more are covered. One hour is in the order
 *  of tabs; arrow keys go on from there. It sends `hour-pick` with a moment. */
export class WeekGrid extends LitElement {
  static override properties = { hours: { attribute: false }, at: {}, here: { state: true } };

  /** hours are those of whole days, one after another. */
  declare hours: readonly Hour[];
  /** at is the moment that is looked at, '' for none. */
  declare at: string;
  /** here is the hour that the keyboard stands on, -1 for none yet. */
  declare here: number;
  // range is the lowest share and the highest; none when the lowest is higher.
  private range: [number, number] = [Infinity, -Infinity];

  static override styles = [
    parts,
    css`
      table {
        width: 100%;
        table-layout: fixed;
        border-collapse: separate;
        border-spacing: 1px;
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }
      th {
        padding: 0;
        font-weight: 500;
        line-height: 1.2;
      }
      thead .soft {
        font-size: 0.6875rem;
      }
      thead th:first-child {
        width: 1.75rem;
      }
      tbody th {
        color: var(--soft);
        text-align: end;
        padding-inline-end: 0.375rem;
      }
      td {
        padding: 0;
      }
      button {
        width: 100%;
        min-width: 1.5rem;
        min-height: 1.75rem;
        padding: 0;
        border: 0;
        border-radius: 0.125rem;
      }
      .t0 {
        background: #edf4f9;
      }
      .t1 {
        background: #c6deee;
      }
      .t2 {
        background: #93c1dd;
      }
      .t0,
      .t1,
      .t2 {
        color: #1f1b16;
      }
      .t3 {
        background: #2f6fa3;
        color: #fff;
      }
      .t4 {
        background: #0a3f73;
        color: #fff;
      }
      [aria-selected='true'] button {
        position: relative;
        box-shadow: 0 0 0 2px var(--card), 0 0 0 4px var(--warm);
        font-weight: 700;
      }
      p {
        margin-top: 0.375rem;
        font-size: 0.875rem;
      }
      .tone {
        display: inline-block;
        width: 0.875rem;
        height: 0.875rem;
        margin-inline-end: 0.25rem;
        border: 1px solid var(--line);
        vertical-align: -0.125rem;
      }
    `,
  ];

  constructor() {
    super();
    this.hours = [];
    this.at = '';
    this.here = -1;
    new Speaks(this);
  }

  override willUpdate(): void {
    const shares = this.hours.map((h) => h.demand.share).filter((s) => s !== null);
    this.range = [Math.min(...shares), Math.max(...shares)];
  }

  override render(): TemplateResult {
    const w = words().night;
    const days = this.hours.filter((_, i) => i % HOURS === 0).map((h) => dayOf(h.at));
    const [low, high] = this.range;
    return html`
      <table role="grid" aria-label=${w.grid} @keydown=${this.walk}>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">${w.slider}</span></th>
            ${days.map((d) => html`<th scope="col">${weekday(d)}<br /><span class="soft">${d.slice(5)}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: HOURS }, (_, hour) => html`<tr><th scope="row">${hour}</th>${days.map((_, day) => this.cell(day * HOURS + hour))}</tr>`)}
        </tbody>
      </table>
      ${high < low
        ? nothing
        : html`<p class="soft"><span class="tone t0"></span>${percent(low)} … <span class="tone t4"></span>${percent(high)} · ${w.figures}</p>`}
    `;
  }

  private cell(i: number): TemplateResult {
    const w = words().night;
    const { at, demand, stations } = this.hours[i]!;
    const picked = i === placeOf(this.hours, this.at);
    const when = `${weekday(dayOf(at))} ${dayOf(at).slice(5)} ${w.hour(hourOf(at))}`;
    const text = w.now(when, stations, shareText(demand.share, percent));
    return html`<td role="gridcell" aria-selected=${picked}>
      <button class=${`t${this.tone(demand.share)}`} data-i=${i} aria-label=${text} title=${text} tabindex=${i === this.standing() ? 0 : -1} @click=${() => this.pick(i)}>
        ${demand.share === null ? '–' : Math.floor(demand.share * 100)}
      </button>
    </td>`;
  }

  // standing is the hour in the order of tabs.
  private standing(): number {
    return this.here >= 0 ? this.here : Math.max(0, placeOf(this.hours, this.at));
  }

  // tone goes from the lowest share of the week to its highest.
  private tone(share: number | null): number {
    const [low, high] = this.range;
    return share === null || high <= low ? 0 : Math.min(TONES - 1, Math.floor(((share - low) / (high - low)) * TONES));
  }

  private readonly walk = (e: KeyboardEvent) => {
    const step = STEPS[e.key];
    if (!step) return;
    e.preventDefault();
    const next = this.standing() + step;
    if (next < 0 || next >= this.hours.length) return;
    this.here = next;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-i='${next}']`)?.focus());
  };

  private pick(i: number): void {
    this.here = i;
    const { at } = this.hours[i]!;
    this.dispatchEvent(new CustomEvent<string>('hour-pick', { detail: momentOf(dayOf(at), hourOf(at)), bubbles: true, composed: true }));
  }
}

customElements.define('week-grid', WeekGrid);
