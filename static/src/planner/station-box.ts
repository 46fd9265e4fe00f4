import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { ask } from '../api/keyed';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { resultLook } from './result-look';

const STEP = 100; // metres that a button moves a station
const METRES = 111_195; // in a degree of latitude
const PRESETS = ['24/7', 'Mo-Su 07:00-23:00', 'Mo-Su 08:00-20:00'];

/** StationEdit is what is wanted of the picked station. */
export type StationEdit = { close: true } | { hours: string } | { lon: number; lat: number };

/** StationBox is the picked station of a trial: what it is, and buttons for all
 *  that can be tried with it, so that nothing needs a pointer. It sends
 *  `station-edit`, `circle` and `station-leave`. */
export class StationBox extends LitElement {
  static override properties = { station: {}, name: {}, where: { attribute: false }, circle: { type: Boolean }, fixed: { type: Boolean } };

  declare station: string;
  declare name: string;
  /** where it stands now; undefined when it is not among the counted. */
  declare where: [number, number] | undefined;
  /** circle is whether its circle is shown. */
  declare circle: boolean;
  private readonly record = new Asked<{ hours?: string; address?: string }>(this);

  static override styles = [
    parts,
    resultLook,
    css`
      section {
        padding: 0.75rem;
        border: 2px solid #d6006c;
        border-radius: 0.75rem;
      }
      form {
        display: flex;
        gap: 0.5rem;
      }
      input {
        min-width: 0;
        flex: 1;
      }
      h3 {
        display: flex;
        justify-content: space-between;
        align-items: center;
        font-size: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    this.circle = false;
    new Speaks(this);
  }

  private get fresh(): boolean {
    return this.station.startsWith('add[');
  }

  override willUpdate(): void {
    if (this.fresh) this.record.clear();
    else this.record.ask(this.station, (signal) => ask(`/v1/stations/${this.station}`, { signal }));
  }

  override render(): TemplateResult {
    const w = words().whatif;
    const record = this.record.value;
    return html`<section aria-labelledby="title">
      <h3 id="title">${this.name}<button class="bare" aria-label=${w.leave} @click=${() => this.send('station-leave', '')}>✕</button></h3>
      ${record ? html`<p class="soft small">${record.address} · ${w.hours}: <code>${record.hours || w.noHours}</code></p>` : nothing}
      ${this.where ? this.moves(this.where) : html`<p class="soft">${w.notCounted}</p>`}
      <div class="row">
        ${this.where ? html`<button @click=${() => this.edit({ close: true })}>${this.fresh ? w.drop : w.close}</button>` : nothing}
        ${this.fresh ? nothing : html`<button aria-pressed=${this.circle} @click=${() => this.send('circle', !this.circle)}>${w.circle}</button>`}
      </div>
      ${this.hours()}
    </section>`;
  }

  // moves are for who has no pointer; a mouse drags the point itself.
  private moves([lon, lat]: [number, number]): TemplateResult {
    const w = words().whatif;
    const north = STEP / METRES;
    const east = north / Math.cos((lat * Math.PI) / 180);
    const button = (arrow: string, label: string, x: number, y: number) =>
      html`<button aria-label=${w.moveBy(label, STEP)} @click=${() => this.edit({ lon: lon + x, lat: lat + y })}>${arrow}</button>`;
    return html`<div class="row" role="group" aria-label=${w.move}>
      <span class="soft">${w.moveHint(STEP)}</span>
      ${button('↑', w.north, 0, north)} ${button('↓', w.south, 0, -north)} ${button('←', w.west, -east, 0)} ${button('→', w.east, east, 0)}
    </div>`;
  }

  private hours(): TemplateResult {
    const w = words().whatif;
    return html`<form @submit=${this.time}>
        <input name="hours" list="presets" aria-label=${w.newHours} placeholder=${w.newHours} />
        <datalist id="presets">${PRESETS.map((p) => html`<option value=${p}></option>`)}</datalist>
        <button>${w.setHours}</button>
      </form>
      <div class="row">${PRESETS.map((p) => html`<button class="bare" @click=${() => this.edit({ hours: p })}>${p}</button>`)}</div>`;
  }

  private readonly time = (e: SubmitEvent) => {
    e.preventDefault();
    this.edit({ hours: String(new FormData(e.target as HTMLFormElement).get('hours')).trim() });
  };

  private edit(detail: StationEdit): void {
    this.send('station-edit', detail);
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('station-box', StationBox);
