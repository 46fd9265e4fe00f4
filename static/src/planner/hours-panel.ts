import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { atlas, type Hour, type Plan } from '../api/coverage';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { dayOf, hourOf, lowest, momentOf } from './day';
import './plan-chart';
import type { Figures } from './plan-chart';
import { resultLook } from './result-look';
import { waiting } from './waiting';

const PACE = 900; // ms that an hour is shown while the day plays

/** HoursPanel is the night atlas: the share of each hour of a day, and a slider
 *  that the map follows. It sends `hour-pick` with a moment, '' for no hour. */
export class HoursPanel extends LitElement {
  static override properties = { plan: { attribute: false }, playing: { state: true } };

  declare plan: Plan;
  declare playing: boolean;
  private readonly day = new Asked<Hour[]>(this);
  private clock?: number;

  static override styles = [
    parts,
    resultLook,
    css`
      input[type='range'] {
        padding: 0;
        border: 0;
        accent-color: var(--warm);
      }
      output {
        font-size: 1.25rem;
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    this.playing = false;
    new Speaks(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override willUpdate(): void {
    const { plan } = this;
    const whole = { ...plan, at: dayOf(plan.at) ? momentOf(dayOf(plan.at), 0) : '' };
    this.day.ask(JSON.stringify(whole), (signal) => atlas(whole, signal));
  }

  override render(): TemplateResult {
    const w = words();
    const hours = this.day.value;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.night.title}</h2>
      <p class="soft">${w.night.what}</p>
      ${waiting(this.day)} ${hours ? html`${this.slider(hours)} ${this.told(hours)} ${this.chart(hours)}` : nothing}
    </section>`;
  }

  private slider(hours: Hour[]): TemplateResult {
    const w = words().night;
    const hour = hourOf(this.plan.at);
    return html`
      <label for="hour">${w.slider} <output for="hour">${hour < 0 ? w.anyHour : w.hour(hour)}</output></label>
      <input id="hour" type="range" min="0" max="23" step="1" .value=${String(Math.max(hour, 0))} aria-valuetext=${hour < 0 ? w.anyHour : w.hour(hour)} @input=${(e: Event) => this.pick((e.target as HTMLInputElement).valueAsNumber, hours)} />
      <div class="row">
        <button @click=${() => (this.playing ? this.stop() : this.play(hours))}>${this.playing ? w.stop : w.play}</button>
        <button ?disabled=${hour < 0} @click=${() => this.send('')}>${w.forget}</button>
      </div>
    `;
  }

  private told(hours: Hour[]): TemplateResult {
    const w = words();
    const worst = hours[lowest(hours)]!;
    const now = hours[hourOf(this.plan.at)];
    return html`
      ${now
        ? html`<p>
            ${w.night.now(w.night.hour(hourOf(this.plan.at)), now.stations, now.demand.share === null ? w.planner.noShare : percent(now.demand.share))}
            ${now.unknown_hours > 0 ? w.night.unknown(now.unknown_hours) : nothing}
          </p>`
        : nothing}
      ${worst.demand.share === null ? nothing : html`<p>${w.night.worst(w.night.hour(lowest(hours)), percent(worst.demand.share), count(worst.demand.total - worst.demand.covered))}</p>`}
    `;
  }

  private chart(hours: Hour[]): TemplateResult {
    const w = words();
    const figures: Figures = {
      title: w.night.curve,
      x: w.night.slider,
      names: hours.map((_, i) => String(i)),
      series: [{ name: w.planner.rate, colour: '#2f77b0', values: hours.map((h) => h.demand.share) }],
      write: percent,
      short: (v) => `${Math.round(v * 100)}%`,
      top: 1,
      sort: 'steps',
      picked: hourOf(this.plan.at),
    };
    return html`<plan-chart .figures=${figures} @chart-pick=${(e: CustomEvent<number>) => this.pick(Math.min(e.detail, 23), hours)}></plan-chart>`;
  }

  private pick(hour: number, hours: Hour[]): void {
    this.send(momentOf(hours[0]!.at.slice(0, 10), hour));
  }

  // play goes through the day, an hour at a time, from where it stands.
  private play(hours: Hour[]): void {
    this.playing = true;
    this.pick((hourOf(this.plan.at) + 1) % 24, hours);
    this.clock = window.setInterval(() => this.pick((hourOf(this.plan.at) + 1) % 24, hours), PACE);
  }

  private stop(): void {
    window.clearInterval(this.clock);
    this.playing = false;
  }

  private send(at: string): void {
    this.dispatchEvent(new CustomEvent<string>('hour-pick', { detail: at, bubbles: true, composed: true }));
  }
}

customElements.define('hours-panel', HoursPanel);
