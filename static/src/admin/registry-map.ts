import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { Marker, type ExpressionSpecification, type GeoJSONSource, type Map as Chart, type MapMouseEvent } from '../map/maplibre';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import { credit } from '../map/credit';
import { mapLook } from '../map/look';
import { moving, start } from '../map/open';
import { Plane } from '../map/plane';
import { addStations } from '../map/stations';
import { sight } from '../look/sight';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { tell } from './events';
import { around, shapes, type Spot } from './spots';

const NEAR = 15.5; // the zoom at which one station is looked at

/** Colours of the spots by their tone; the ring of the picked one is ink. */
const TONES = { row: '#8f3b12', suspect: '#9a6200', reject: '#a3221c', left: '#0b5c46', right: '#2b4fa8' };
const NIGHT_TONES = { row: '#ffb787', suspect: '#f7cf82', reject: '#f6aea8', left: '#8fdcc0', right: '#a8c7fa' };

/** RegistryMap draws spots that can be chosen, over all public stations in
 *  pale, and a pin that can be dragged. Importing this module loads MapLibre.
 *  It sends `spot-pick` with an id and `pin-move` with a place. */
export class RegistryMap extends LitElement {
  static override properties = {
    spots: { attribute: false },
    picked: {},
    pin: { attribute: false },
    bounds: { attribute: false },
    synthetic: { type: Boolean },
    ground: { attribute: false },
    all: { type: Boolean },
  };

  declare spots: Spot[];
  declare picked: string;
  /** pin is a place that somebody is choosing, undefined for none. */
  declare pin: { lon: number; lat: number } | undefined;
  declare bounds: Meta['bounds'] | undefined;
  declare synthetic: boolean;
  /** ground is what the map draws on, from its first drawing on. */
  declare ground: Meta['basemap'];
  /** all says that every public station is drawn under the spots. */
  declare all: boolean;
  /** map is the map itself, once its base is drawn. */
  map: Chart | undefined;
  private marker?: Marker;
  private plane = new Plane();

  static override styles = [parts, mapLook];

  constructor() {
    super();
    this.spots = [];
    this.picked = '';
    this.all = this.synthetic = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<div class="box"></div>
      <p class="credit">${credit(this.ground, this.synthetic, w)}</p>`;
  }

  override firstUpdated(): void {
    const box = around(this.spots) ?? this.bounds;
    this.plane = new Plane(this.ground);
    const chart = start(this, box ? { bounds: box } : { center: [104, 35], zoom: 3 }, this.ground);
    if (!chart) return;
    chart.getCanvas().setAttribute('aria-label', words().list.map);
    chart.on('style.load', () => {
      this.layers(chart);
      this.map = chart;
      this.draw(chart);
      this.place(chart);
      this.look(chart);
    });
    chart.on('click', (e) => this.clicked(chart, e));
    // A move that is under way ends where the picked spot stood in the old box.
    chart.on('resize', () => {
      if (chart.isMoving()) this.look(chart);
    });
    sight.addEventListener('change', this.repaint);
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.map) return;
    if (changed.has('spots') || changed.has('picked')) this.draw(this.map);
    if (changed.has('pin')) this.place(this.map);
    if (changed.has('picked')) this.look(this.map);
    else if (changed.has('spots') && !this.picked && !this.pin) this.frame(this.map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    sight.removeEventListener('change', this.repaint);
    this.map?.remove();
    this.map = undefined;
  }

  /** refresh fetches the tiles of stations anew. */
  refresh(): void {
    if (this.map?.getSource('stations')) this.map.refreshTiles('stations');
  }

  private layers(chart: Chart): void {
    const night = sight.dark;
    if (this.all) addStations(chart, { fill: night ? '#475055' : '#d5c8b0', edge: night ? '#c2bbae' : '#5a5044' }, this.plane);
    const [tones, ink, ring] = colours();
    chart.addSource('spots', { type: 'geojson', data: shapes([], '') });
    chart.addLayer({
      id: 'spot-ring',
      type: 'circle',
      source: 'spots',
      filter: ['get', 'picked'],
      paint: { 'circle-radius': 15, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-width': 4, 'circle-stroke-color': ring },
    });
    chart.addLayer({
      id: 'spots',
      type: 'circle',
      source: 'spots',
      paint: {
        'circle-radius': ['case', ['get', 'picked'], 10, ['==', ['get', 'mark'], ''], 6, 9],
        'circle-color': tones,
        'circle-stroke-color': ink,
        'circle-stroke-width': 2,
      },
    });
    chart.addLayer({
      id: 'spot-marks',
      type: 'symbol',
      source: 'spots',
      filter: ['!=', ['get', 'mark'], ''],
      layout: { 'text-field': ['get', 'mark'], 'text-size': 13, 'text-allow-overlap': true },
      paint: { 'text-color': ink },
    });
  }

  // repaint follows the pages when they turn dark or light.
  private readonly repaint = () => {
    const [tones, ink, ring] = colours();
    this.map?.setPaintProperty('spots', 'circle-color', tones);
    this.map?.setPaintProperty('spots', 'circle-stroke-color', ink);
    this.map?.setPaintProperty('spot-marks', 'text-color', ink);
    this.map?.setPaintProperty('spot-ring', 'circle-stroke-color', ring);
  };

  private draw(chart: Chart): void {
    chart.getSource<GeoJSONSource>('spots')?.setData(this.plane.shapes(shapes(this.spots, this.picked)));
  }

  // place sets the pin, or takes it away.
  private place(chart: Chart): void {
    if (!this.pin) {
      this.marker?.remove();
      this.marker = undefined;
      return;
    }
    const at = this.plane.out([this.pin.lon, this.pin.lat]);
    if (!this.marker) {
      this.marker = new Marker({ draggable: true, color: sight.dark ? '#a8c7fa' : '#0b57d0', scale: 1.2 });
      this.marker.getElement().setAttribute('aria-label', words().list.pin);
      this.marker.on('dragend', () => {
        tell(this, 'pin-move', this.plane.home(this.marker!.getLngLat()));
      });
      this.marker.setLngLat(at).addTo(chart);
      chart.easeTo({ center: at, zoom: Math.max(chart.getZoom(), NEAR), duration: moving() });
      return;
    }
    this.marker.setLngLat(at);
    if (!chart.getBounds().contains(at)) chart.easeTo({ center: at, duration: moving() });
  }

  // look goes to the picked spot, nearer only when that is needed to tell it
  // from others.
  private look(chart: Chart): void {
    const spot = this.spots.find((s) => s.id === this.picked);
    if (spot) chart.easeTo({ center: this.plane.out([spot.lon, spot.lat]), zoom: Math.max(chart.getZoom(), 14), duration: moving() });
  }

  private frame(chart: Chart): void {
    const box = around(this.spots);
    if (box) chart.fitBounds(this.plane.box(box), { padding: 32, maxZoom: NEAR, duration: moving() });
  }

  private clicked(chart: Chart, e: MapMouseEvent): void {
    const near: [[number, number], [number, number]] = [
      [e.point.x - 12, e.point.y - 12],
      [e.point.x + 12, e.point.y + 12],
    ];
    const layers = ['spots', 'stations'].filter((id) => chart.getLayer(id));
    const found = chart.queryRenderedFeatures(near, { layers })[0];
    if (!found) return;
    if (Number(found.properties.count ?? 1) > 1) chart.easeTo({ center: e.lngLat, zoom: chart.getZoom() + 2, duration: moving() });
    else if (typeof found.properties.id === 'string') tell(this, 'spot-pick', found.properties.id);
  }
}

// colours are those of the spots by tone, of their edge, of the picked one's ring.
function colours(): [ExpressionSpecification, string, string] {
  const tones = sight.dark ? NIGHT_TONES : TONES;
  const match = ['match', ['get', 'tone'], ...Object.entries(tones).flat(), tones.row] as unknown as ExpressionSpecification;
  return sight.dark ? [match, '#15191b', '#f2ede4'] : [match, '#ffffff', '#1f1b16'];
}

customElements.define('registry-map', RegistryMap);
