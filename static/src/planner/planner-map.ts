import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import type { FeatureCollection } from 'geojson';
import type { Map as Chart, MapGeoJSONFeature, MapMouseEvent } from 'maplibre-gl';
import { holder } from '../api/key';
import type { Gap, Meta } from '../api/types';
import type { Shift } from '../api/whatif';
import { parts } from '../look/parts';
import { credit } from '../map/credit';
import { extent, extentOf } from '../map/extent';
import { mapLook } from '../map/look';
import { moving, start, transformRequest } from '../map/open';
import { Plane } from '../map/plane';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import type { Camera } from './address';
import { addGaps, drawGaps, emphasise } from './gap-layers';
import { addLayers, clearRun, drawRun, shiftCells } from './map-layers';
import { DRAGGED, addMarks, drawMarks, ring, type Marks } from './mark-layers';
import { draggable, type Drag, type Dragged } from './station-drag';

// Zooms at which a gap is looked at: no nearer than NEAR as a whole, at INSIDE
// when only its heaviest part is shown.
const NEAR = 14.5;
const INSIDE = 13;

/** PickedStation is a station that was tapped on the map. */
export interface PickedStation {
  id: string;
  name: string;
}

/** PlannerMap draws a run: cells by minutes, gaps as outlines, stations as
 *  points, and the marks of a tab. It sends `gap-pick`, `station-pick`,
 *  `station-drag`, `place-pick` (while adding) and `camera`. Importing this
 *  module loads MapLibre. */
export class PlannerMap extends LitElement {
  static override properties = {
    run: {},
    limit: { type: Number },
    gaps: { attribute: false },
    ranked: { attribute: false },
    shifts: { attribute: false },
    marks: { attribute: false },
    area: { attribute: false },
    picked: {},
    station: {},
    bounds: { attribute: false },
    camera: { attribute: false },
    editing: { type: Boolean },
    linked: { type: Boolean },
    adding: { type: Boolean },
    label: {},
    synthetic: { type: Boolean },
    ground: { attribute: false },
  };

  /** run is the id of the coverage to draw; '' for none. */
  declare run: string;
  declare limit: number;
  /** gaps are the outlines, ranked the gaps themselves in order of demand. */
  declare gaps: FeatureCollection | undefined;
  declare ranked: Gap[];
  /** shifts are the cells that edits change. */
  declare shifts: Shift[];
  declare marks: Marks;
  /** area is brought into view; its borders are not drawn. */
  declare area: FeatureCollection | undefined;
  declare picked: string;
  declare station: string;
  declare bounds: Meta['bounds'] | undefined;
  /** camera is where the map looks, when that is not left to its bounds. */
  declare camera: Camera | undefined;
  /** editing lets stations be dragged. */
  declare editing: boolean;
  /** linked tells every step of a move, not its end alone. */
  declare linked: boolean;
  /** adding makes a tap choose a place. */
  declare adding: boolean;
  declare label: string;
  declare synthetic: boolean;
  /** ground is what the map draws on, from its first drawing on. */
  declare ground: Meta['basemap'];
  /** map is the map itself, once its base is drawn. */
  map: Chart | undefined;
  /** aimed is whether the map looks where somebody wanted, not at all. */
  private aimed = false;
  private marked: Marks = {}; // those that are drawn
  private plane = new Plane();

  static override styles = [parts, mapLook];

  constructor() {
    super();
    this.run = this.picked = this.station = this.label = '';
    this.limit = 15;
    this.ranked = [];
    this.shifts = [];
    this.marks = {};
    this.editing = this.linked = this.adding = this.synthetic = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<div class="box"></div>
      ${this.label ? html`<p class="label">${this.label}</p>` : ''}
      <p class="credit">${credit(this.ground, this.synthetic, w)}</p>`;
  }

  override firstUpdated(): void {
    this.aimed = this.camera !== undefined;
    this.plane = new Plane(this.ground);
    const chart = start(this, this.frame(), this.ground);
    if (!chart) return;
    // Tiles of a run are for who may compute; the key goes to our own origin only.
    chart.setTransformRequest((url) => (url.startsWith(`${location.origin}/tiles/`) ? { url, headers: holder.headers } : transformRequest(url)));
    chart.getCanvas().setAttribute('aria-label', words().planner.mapLabel);
    chart.on('style.load', () => {
      addLayers(chart, this.plane);
      addGaps(chart);
      addMarks(chart);
      this.map = chart;
      this.draw(chart);
      if (this.camera) return this.look(chart); // it may have changed meanwhile
      this.showArea();
      this.show(chart);
    });
    chart.on('resize', () => this.refit(chart));
    chart.on('click', (e) => this.tap(chart, e));
    chart.on('move', () => {
      if (this.linked) this.tellCamera(chart, false);
    });
    chart.on('moveend', (e) => this.tellCamera(chart, 'originalEvent' in e && e.originalEvent !== undefined));
    for (const layer of DRAGGED) {
      const drag = (to: Dragged) => {
        this.aimed = true;
        this.send<Drag>('station-drag', { id: to.id, done: to.done, ...this.plane.home(to.at) });
      };
      draggable(chart, layer, () => this.editing, drag);
    }
  }

  override updated(changed: PropertyValues<this>): void {
    const { map } = this;
    if (!map) return;
    if (changed.has('run') || changed.has('limit')) this.draw(map);
    else {
      if (changed.has('gaps')) this.drawGaps(map);
      if (changed.has('shifts')) shiftCells(map, this.run, this.shifts);
      if (changed.has('marks')) this.mark(map);
    }
    if (changed.has('area')) this.showArea();
    if (changed.has('picked')) this.show(map);
    if (changed.has('station')) ring(map, this.station);
    if (changed.has('camera')) this.look(map);
    map.getCanvas().style.cursor = this.adding ? 'crosshair' : '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.remove();
    this.map = undefined;
  }

  /** fit brings the whole of a shape into view. */
  fit(shape: FeatureCollection): void {
    if (!this.map || shape.features.length === 0) return;
    this.aimed = true;
    this.map.fitBounds(this.plane.box(extentOf(shape)), { padding: 32, duration: moving() });
  }

  /** goTo brings a place into view. */
  goTo(at: [number, number]): void {
    this.aimed = true;
    this.map?.easeTo({ center: this.plane.out(at), zoom: Math.max(this.map.getZoom(), INSIDE), duration: moving() });
  }

  /** centre is the place in the middle of the map. */
  centre(): { lon: number; lat: number } | undefined {
    return this.map && this.plane.home(this.map.getCenter());
  }

  private frame(): Parameters<typeof start>[1] {
    if (this.camera) return { center: [this.camera[0], this.camera[1]], zoom: this.camera[2] };
    return this.bounds ? { bounds: this.bounds } : { center: [104, 35], zoom: 3 };
  }

  private draw(map: Chart): void {
    if (this.run) drawRun(map, this.run, this.limit, this.plane);
    else clearRun(map);
    this.drawGaps(map);
    shiftCells(map, this.run, this.shifts);
    this.mark(map);
    ring(map, this.station);
    emphasise(map, this.picked);
  }

  private drawGaps(map: Chart): void {
    drawGaps(map, this.run ? this.gaps : undefined, this.run ? this.ranked : [], this.plane);
  }

  private mark(map: Chart): void {
    drawMarks(map, this.marks, this.marked, this.plane);
    this.marked = this.marks;
  }

  private showArea(): void {
    if (this.area) this.fit(this.area);
  }

  // refit shows all again when the box changes before anybody looked closer.
  private refit(map: Chart): void {
    if (this.bounds && !this.aimed) map.fitBounds(this.plane.box(this.bounds), { padding: 24, duration: 0 });
  }

  // look follows the camera of another map, or of an address.
  private look(map: Chart): void {
    if (!this.camera) return;
    const [lon, lat, zoom] = this.camera;
    const there = String(this.cameraOf(map)) === String(this.camera);
    if (!there && !map.isMoving()) map.jumpTo({ center: this.plane.out([lon, lat]), zoom });
  }

  private tellCamera(map: Chart, byHand: boolean): void {
    this.aimed ||= byHand;
    this.send('camera', { camera: this.cameraOf(map), byHand });
  }

  // show outlines the picked gap and goes to it: to the whole of it, or, when
  // it sprawls over more than is in view, to where most people in it live.
  private show(map: Chart): void {
    emphasise(map, this.picked);
    const shape = this.gaps?.features.find((f) => (f.properties?.id ?? f.id) === this.picked);
    const gap = this.ranked.find((g) => g.id === this.picked);
    if (!shape || !gap) return;
    this.aimed = true;
    const whole = map.cameraForBounds(this.plane.box(extent(shape.geometry)), { padding: 64, maxZoom: NEAR });
    const camera = whole?.zoom && whole.zoom > map.getZoom() ? whole : { center: this.plane.out(gap.centre), zoom: Math.max(map.getZoom(), INSIDE) };
    map.easeTo({ ...camera, duration: moving() });
  }

  private tap(map: Chart, e: MapMouseEvent): void {
    if (this.adding) return this.send('place-pick', this.plane.home(e.lngLat));
    const around: [[number, number], [number, number]] = [
      [e.point.x - 6, e.point.y - 6],
      [e.point.x + 6, e.point.y + 6],
    ];
    const station = map.queryRenderedFeatures(around, { layers: [...DRAGGED, 'loads', 'stations'] }).find(alone);
    if (station) {
      const { id, station: of, name } = station.properties;
      return this.send<PickedStation>('station-pick', { id: String(of ?? id), name: String(name ?? '') });
    }
    const gap: unknown = map.queryRenderedFeatures(e.point, { layers: ['gap-area'] })[0]?.properties.id;
    if (typeof gap === 'string') this.send('gap-pick', gap);
  }

  // cameraOf is where the map looks, in WGS-84: a link outlives a base map.
  private cameraOf(map: Chart): Camera {
    const { lon, lat } = this.plane.home(map.getCenter());
    const round = (v: number, digits: number) => Number(v.toFixed(digits));
    return [round(lon, 5), round(lat, 5), round(map.getZoom(), 2)];
  }

  private send<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }
}

// alone reports whether a point is one station, not several.
function alone({ properties }: MapGeoJSONFeature): boolean {
  return (properties.count ?? 1) === 1;
}

customElements.define('planner-map', PlannerMap);
