import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { DATUMS, locate, type Datum, type DeskMeta, type Located } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { areaName } from './areas';
import { deskLook } from './desk-look';
import { tell } from './events';
import { pairOf } from './pair';

/** Place is a pair of coordinates with its frame. */
export interface Place {
  lon: number;
  lat: number;
  datum: Datum;
}

/** PlaceField takes a position: typed in the datum that one has it in, or by
 *  the pin on the map. It says in which division and how far from a road that
 *  is, so that a wrong datum shows. It sends `place` when the place was moved,
 *  and `pin` with where the pin stands in WGS-84. */
export class PlaceField extends LitElement {
  static override properties = {
    place: { attribute: false },
    pin: { attribute: false },
    meta: { attribute: false },
    wrong: {},
    datum: { state: true },
    lon: { state: true },
    lat: { state: true },
    located: { state: true },
  };

  declare place: Place | undefined;
  declare pin: { lon: number; lat: number } | undefined;
  declare meta: DeskMeta;
  declare wrong: string;
  declare datum: Datum;
  declare lon: string;
  declare lat: string;
  declare located: Located | undefined;
  private own?: { lon: number; lat: number };
  private asking?: AbortController;

  static override styles = [
    parts,
    deskLook,
    css`
      .pair {
        display: grid;
        grid-template-columns: minmax(9rem, 1.3fr) 1fr 1fr;
        gap: 0.5rem;
        align-items: end;
      }
      @media (max-width: 40rem) {
        .pair {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.datum = 'gcj02';
    this.lon = this.lat = this.wrong = '';
    new Speaks(this);
  }

  override firstUpdated(): void {
    if (this.place) void this.look(this.place);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('pin') || !this.pin || this.pin === this.own) return;
    this.own = this.pin;
    const place: Place = { ...this.pin, datum: 'wgs84' };
    tell(this, 'place', place);
    void this.look(place, false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asking?.abort();
  }

  override render(): TemplateResult {
    const w = words();
    const wrong = this.wrong ? 'true' : 'false';
    return html`<fieldset class="stack">
      <legend class="label">${w.place.legend}</legend>
      <div class="pair">
        <div>
          <label class="name" for="datum">${w.datum.label}</label>
          <select id="datum" @change=${this.turned}>
            ${DATUMS.map((d) => html`<option value=${d} .selected=${d === this.datum}>${w.datum[d]}</option>`)}
          </select>
        </div>
        <div>
          <label class="name" for="lon">${w.fields.lon}</label>
          <input id="lon" inputmode="decimal" autocomplete="off" aria-invalid=${wrong} aria-describedby="place-hint" .value=${this.lon} @change=${this.typed} />
        </div>
        <div>
          <label class="name" for="lat">${w.fields.lat}</label>
          <input id="lat" inputmode="decimal" autocomplete="off" aria-invalid=${wrong} .value=${this.lat} @change=${this.typed} />
        </div>
      </div>
      ${this.wrong ? html`<p class="wrong">${this.wrong}</p>` : nothing}
      <p class="hint" id="place-hint">${w.place.hint}</p>
      <div role="status">${this.located ? this.verdict(this.located) : nothing}</div>
      ${this.located || this.place ? nothing : html`<div><button type="button" @click=${this.drop}>${w.place.drop}</button></div>`}
    </fieldset>`;
  }

  private verdict(l: Located): TemplateResult {
    const w = words().place;
    const area = l.adcode ? w.inArea(areaName(this.meta.areas ?? [], l.adcode)) : w.inNone;
    if (!this.meta.roads?.length) return html`<p>${area}</p>`;
    const far = l.road_m === null;
    return html`<p class=${far ? 'note care' : ''}>${area} ${far ? w.noRoad : w.road(Math.round(l.road_m!))}</p>`;
  }

  private readonly turned = (event: Event) => {
    this.datum = (event.target as HTMLSelectElement).value as Datum;
    this.write();
  };

  // typed takes a pair, also one that was pasted whole into the first field.
  private readonly typed = () => {
    const [lon, lat] = ['lon', 'lat'].map((id) => this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)!.value) as [string, string];
    [this.lon, this.lat] = [lon, lat];
    const pair = pairOf(lon, lat);
    if (!pair) return;
    const place: Place = { lon: pair[0], lat: pair[1], datum: this.datum };
    tell(this, 'place', place);
    void this.look(place);
  };

  // drop sets the pin in the middle of what is loaded, to be dragged from there.
  private readonly drop = () => {
    const [w, s, e, n] = this.meta.bounds ?? [73, 18, 135, 53];
    tell(this, 'pin', { lon: (w + e) / 2, lat: (s + n) / 2 });
  };

  private async look(place: Place, tellPin = true): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    try {
      this.located = await locate(place.lon, place.lat, place.datum, asking.signal);
    } catch {
      if (!asking.signal.aborted) this.located = undefined;
      return;
    }
    this.write();
    if (tellPin) {
      this.own = { lon: this.located.wgs84.lon, lat: this.located.wgs84.lat };
      tell(this, 'pin', this.own);
    }
  }

  private write(): void {
    if (!this.located) return;
    const { lon, lat } = this.located[this.datum];
    [this.lon, this.lat] = [lon.toFixed(6), lat.toFixed(6)];
  }
}

customElements.define('place-field', PlaceField);
