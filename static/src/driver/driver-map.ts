import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { GeoJSONSource, Map as Chart, Marker } from '../map/maplibre';
import type { Along } from '../api/along';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import type { Point } from '../map/datum';
import { credit } from '../map/credit';
import { extent } from '../map/extent';
import { hintLook } from '../map/hint-look';
import { mapLook } from '../map/look';
import { moving, start } from '../map/open';
import { Plane } from '../map/plane';
import { addStations } from '../map/stations';
import { words } from '../words/driver';
import { Speaks } from '../words/language';
import { mapPins } from './map-pins';

const CHINA: [number, number] = [104, 35];

/** DriverMap draws the route as it grows, the stations beside it and the rests
 *  of the plan. It sends `route-point` when the ground is tapped and `call-pick`
 *  when a station is. Importing this module loads MapLibre. */
export class DriverMap extends LitElement {
  static override properties = {
    route: { attribute: false },
    answer: { attribute: false },
    bounds: { attribute: false },
    picked: {},
    synthetic: { type: Boolean },
    ground: { attribute: false },
  };

  declare route: Point[];
  declare answer: Along | undefined;
  declare bounds: Meta['bounds'] | undefined;
  declare picked: string;
  declare synthetic: boolean;
  /** ground is what the map draws on, from its first drawing on. */
  declare ground: Meta['basemap'];
  /** map is the map itself, once drawn. */
  map: Chart | undefined;
  private marks: Marker[] = [];
  private plane = new Plane();

  static override styles = [parts, mapLook, hintLook, mapPins];

  constructor() {
    super();
    this.route = [];
    this.picked = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<div class="box"></div>
      <p class="hint" ?hidden=${this.route.length > 1}>${w.driver.drawHint}</p>
      <button class="centre" @click=${this.addCentre}>＋ ${w.driver.addCentre}</button>
      <p class="credit">${credit(this.ground, this.synthetic, w)}</p>`;
  }

  override firstUpdated(): void {
    this.plane = new Plane(this.ground);
    const map = (this.map = start(this, this.bounds ? { bounds: this.bounds } : { center: CHINA, zoom: 3 }, this.ground));
    if (!map) return;
    map.on('style.load', () => {
      addStations(map, { fill: '#a34a1c', edge: '#ffffff' }, this.plane);
      this.addRoute(map);
    });
    map.on('click', ({ lngLat }) => this.add(lngLat));
    map.getCanvas().setAttribute('aria-label', words().driver.mapLabel);
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.map) return;
    if (changed.has('route')) this.drawRoute(this.map);
    if (changed.has('route') || changed.has('answer') || changed.has('picked')) this.drawMarks(this.map);
    if (changed.has('answer') && this.answer) this.fit(this.map);
    if (changed.has('picked')) this.reveal(this.map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.remove();
    this.map = undefined;
  }

  private addRoute(map: Chart): void {
    map.addSource('route', { type: 'geojson', data: this.line() });
    const layout = { 'line-cap': 'round', 'line-join': 'round' } as const;
    map.addLayer({ id: 'route-edge', type: 'line', source: 'route', layout, paint: { 'line-color': '#ffffff', 'line-width': 9 } });
    map.addLayer({ id: 'route', type: 'line', source: 'route', layout, paint: { 'line-color': '#0b57d0', 'line-width': 5 } });
  }

  private drawRoute(map: Chart): void {
    map.getSource<GeoJSONSource>('route')?.setData(this.line());
    const outside = this.route.some((p) => !map.getBounds().contains(this.plane.out(p)));
    if (outside) this.fit(map);
  }

  private line(): GeoJSON.Feature {
    return this.plane.shape({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: this.route } });
  }

  // drawMarks sets the ends of the route, the stations of the answer as small
  // marks, and the rests with their number.
  private drawMarks(map: Chart): void {
    this.marks.forEach((mark) => mark.remove());
    const ends = this.route.length > 1 ? [this.route[0]!, this.route[this.route.length - 1]!] : this.route;
    const stops = this.answer?.plan?.stops ?? [];
    const rests = new Set(stops.map((stop) => stop.id));
    const calls = (this.answer?.stations ?? []).filter((call) => !rests.has(call.id));
    this.marks = [
      ...ends.map((at, i) => this.mark(at, i === 0 ? '●' : '⚑', 'end')),
      ...calls.map((call) => this.mark([call.lon, call.lat], '', `call ${call.id === this.picked ? 'picked' : ''}`, call)),
      ...stops.map((stop, i) => this.mark([stop.lon, stop.lat], String(i + 1), `rest ${stop.id === this.picked ? 'picked' : ''}`, stop)),
    ];
    this.marks.forEach((mark) => mark.addTo(map));
  }

  private mark(at: Point, text: string, look: string, station?: { id: string; name: string }): Marker {
    const element = document.createElement(station ? 'button' : 'div');
    element.className = `mark ${look}`;
    element.append(Object.assign(document.createElement('span'), { textContent: text }));
    if (station) {
      element.setAttribute('aria-label', text ? `${words().driver.byPlan} ${text}: ${station.name}` : station.name);
      element.addEventListener('click', (event) => {
        event.stopPropagation(); // not a point of the route
        this.dispatchEvent(new CustomEvent('call-pick', { detail: station.id, bubbles: true, composed: true }));
      });
    }
    return new Marker({ element }).setLngLat(this.plane.out(at));
  }

  private fit(map: Chart): void {
    const stops = (this.answer?.plan?.stops ?? []).map((s): Point => [s.lon, s.lat]);
    map.fitBounds(extent({ type: 'MultiPoint', coordinates: [...this.route, ...stops].map((p) => this.plane.out(p)) }), { padding: 48, maxZoom: 15, duration: moving() });
  }

  private reveal(map: Chart): void {
    const all = [...(this.answer?.stations ?? []), ...(this.answer?.plan?.stops ?? [])];
    const station = all.find((s) => s.id === this.picked);
    const at = station && this.plane.out([station.lon, station.lat]);
    if (at && !map.getBounds().contains(at)) map.easeTo({ center: at, duration: moving() });
  }

  private readonly addCentre = () => {
    const at = this.map?.getCenter();
    if (at) this.add(at);
  };

  private add(at: { lng: number; lat: number }): void {
    const { lon, lat } = this.plane.home(at);
    this.dispatchEvent(new CustomEvent<Point>('route-point', { detail: [lon, lat], bubbles: true, composed: true }));
  }
}

customElements.define('driver-map', DriverMap);
