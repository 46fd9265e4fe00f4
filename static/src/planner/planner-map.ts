import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import type { FeatureCollection } from 'geojson';
import type { Map as Chart } from 'maplibre-gl';
import type { Gap, Meta } from '../api/types';
import { parts } from '../look/parts';
import { extent, extentOf } from '../map/extent';
import { mapLook } from '../map/look';
import { moving, start } from '../map/open';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { addGaps, drawGaps, emphasise } from './gap-layers';
import { addLayers, clearRun, drawRun } from './map-layers';

// Zooms at which a gap is looked at: no nearer than NEAR as a whole, at INSIDE
// when only its heaviest part is shown.
const NEAR = 14.5;
const INSIDE = 13;

/** PlannerMap draws a run: cells by minutes, gaps as outlines, stations as
 *  points. Importing this module loads MapLibre. */
export class PlannerMap extends LitElement {
  static override properties = {
    run: {},
    limit: { type: Number },
    gaps: { attribute: false },
    ranked: { attribute: false },
    area: { attribute: false },
    picked: {},
    bounds: { attribute: false },
    synthetic: { type: Boolean },
  };

  /** run is the id of the coverage to draw; '' for none. */
  declare run: string;
  declare limit: number;
  /** gaps are the outlines, ranked the gaps themselves in order of demand. */
  declare gaps: FeatureCollection | undefined;
  declare ranked: Gap[];
  /** area is brought into view; its borders are not drawn. */
  declare area: FeatureCollection | undefined;
  declare picked: string;
  declare bounds: Meta['bounds'] | undefined;
  declare synthetic: boolean;
  /** map is the map itself, once its base is drawn. */
  map: Chart | undefined;

  static override styles = [parts, mapLook];

  constructor() {
    super();
    this.run = this.picked = '';
    this.limit = 15;
    this.ranked = [];
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<div class="box"></div>
      <p class="credit">${this.synthetic ? w.demoTag : w.credit}</p>`;
  }

  override firstUpdated(): void {
    const chart = start(this, this.bounds ? { bounds: this.bounds } : { center: [104, 35], zoom: 3 });
    if (!chart) return;
    chart.getCanvas().setAttribute('aria-label', words().planner.mapLabel);
    chart.on('load', () => {
      addLayers(chart);
      addGaps(chart);
      this.map = chart;
      this.draw(chart);
      this.showArea(chart);
    });
    chart.on('click', 'gap-area', ({ features }) => this.pick(features?.[0]?.properties?.id));
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.map) return;
    if (changed.has('run') || changed.has('gaps') || changed.has('limit')) this.draw(this.map);
    if (changed.has('area')) this.showArea(this.map);
    if (changed.has('picked')) this.show(this.map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.remove();
    this.map = undefined;
  }

  private draw(map: Chart): void {
    if (!this.run) {
      clearRun(map);
      drawGaps(map, undefined, []);
      return;
    }
    drawRun(map, this.run, this.limit);
    drawGaps(map, this.gaps, this.ranked);
    this.show(map);
  }

  private showArea(map: Chart): void {
    if (!this.area?.features.length) return;
    map.fitBounds(extentOf(this.area), { padding: 32, duration: moving() });
  }

  // show outlines the picked gap and goes to it: to the whole of it, or, when
  // it sprawls over more than is in view, to where most people in it live.
  private show(map: Chart): void {
    emphasise(map, this.picked);
    const shape = this.gaps?.features.find((f) => (f.properties?.id ?? f.id) === this.picked);
    const gap = this.ranked.find((g) => g.id === this.picked);
    if (!shape || !gap) return;
    const whole = map.cameraForBounds(extent(shape.geometry), { padding: 64, maxZoom: NEAR });
    const camera = whole?.zoom && whole.zoom > map.getZoom() ? whole : { center: gap.centre, zoom: Math.max(map.getZoom(), INSIDE) };
    map.easeTo({ ...camera, duration: moving() });
  }

  private pick(id: unknown): void {
    if (typeof id === 'string') this.dispatchEvent(new CustomEvent<string>('gap-pick', { detail: id, bubbles: true, composed: true }));
  }
}

customElements.define('planner-map', PlannerMap);
