import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { SPANS, byHours, type Hour, type Plan, type Span } from '../api/coverage';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { dayOf, hourOf, hoursTable, lowest, momentOf, mondayOf, placeOf, today, weekday } from './day';
import { csv, save } from './files';
import './plan-chart';
import type { Figures } from './plan-chart';
import { resultLook } from './result-look';
import { shareText, waiting } from './waiting';
import './week-grid';

const PACE = 900; // ms that an hour is shown while the day plays
const LENGTHS: Record<Span, number> = { day: 24, week: 168 };

/** HoursPanel is the night atlas: the share of each hour of a day with a slider,
 *  or of a week as a grid; the map follows. It sends `hour-pick` with a moment,
 *  '' for no hour, and `span`. */
export class HoursPanel extends LitElement {
  static override properties = { plan: { attribute: false }, span: {}, playing: { state: true } };

  declare plan: Plan;
  declare span: Span;
  declare playing: boolean;
  private readonly hours = new Asked<Hour[]>(this);
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
    this.span = 'day';
    this.playing = false;
    new Speaks(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  // A week is that from Monday on, so that a pick within it asks nothing anew.
  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('span') && this.playing) this.stop();
    const { plan, span } = this;
    const day = dayOf(plan.at);
    const first = span === 'week' ? mondayOf(day || today()) : day;
    const whole = { ...plan, at: first && momentOf(first, 0) };
    this.hours.ask(`${span} ${JSON.stringify(whole)}`, (signal) => byHours(span, whole, signal));
  }

  override render(): TemplateResult {
    const w = words();
    const hours = this.hours.value;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.night.title}</h2>
      <p class="soft">${w.night.what[this.span]}</p>
      <div class="row" role="group" aria-label=${w.night.title}>
        ${SPANS.map((s) => html`<button aria-pressed=${s === this.span} @click=${() => this.turn(s)}>${w.night.spans[s]}</button>`)}
      </div>
      ${waiting(this.hours)} ${hours && hours.length === LENGTHS[this.span] ? this.shown(hours) : nothing}
    </section>`;
  }

  private shown(hours: Hour[]): TemplateResult {
    const { plan } = this;
    return html`
      ${this.span === 'week' ? html`<week-grid .hours=${hours} .at=${plan.at}></week-grid>` : this.slider(hours)}
      <div class="row">
        ${this.span === 'week' ? nothing : html`<button @click=${() => (this.playing ? this.stop() : this.play(hours))}>${this.playing ? words().night.stop : words().night.play}</button>`}
        <button ?disabled=${!plan.at} @click=${() => this.send('hour-pick', '')}>${words().night.forget}</button>
        <button @click=${() => save(`hours-${dayOf(hours[0]!.at)}.csv`, 'text/csv', csv(hoursTable(hours)))}>CSV</button>
      </div>
      ${this.told(hours)} ${this.span === 'week' ? nothing : this.chart(hours)}
    `;
  }

  private slider(hours: Hour[]): TemplateResult {
    const w = words().night;
    const hour = hourOf(this.plan.at);
    return html`
      <label for="hour">${w.slider} <output for="hour">${hour < 0 ? w.anyHour : w.hour(hour)}</output></label>
      <input id="hour" type="range" min="0" max="23" step="1" .value=${String(Math.max(hour, 0))} aria-valuetext=${hour < 0 ? w.anyHour : w.hour(hour)} @input=${(e: Event) => this.pick((e.target as HTMLInputElement).valueAsNumber, hours)} />
    `;
  }

  private told(hours: Hour[]): TemplateResult {
    const w = words();
    const low = hours[lowest(hours)]!;
    const now = hours[placeOf(hours, this.plan.at)];
    return html`
      ${now
        ? html`<p>
            ${w.night.now(this.called(now), now.stations, shareText(now.demand.share, percent))}
            ${now.unknown_hours > 0 ? w.night.unknown(now.unknown_hours) : nothing}
          </p>`
        : nothing}
      ${low.demand.share === null ? nothing : html`<p>${w.night.worst(this.called(low), percent(low.demand.share), count(low.demand.total - low.demand.covered))}</p>`}
    `;
  }

  // called is an hour's name, in a week with its day.
  private called({ at }: Hour): string {
    const hour = words().night.hour(hourOf(at));
    return this.span === 'week' ? `${weekday(dayOf(at))} ${hour}` : hour;
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
    this.send('hour-pick', momentOf(hours[0]!.at.slice(0, 10), hour));
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

  private turn(span: Span): void {
    this.stop();
    this.send('span', span);
  }

  private send(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent<string>(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('hours-panel', HoursPanel);
