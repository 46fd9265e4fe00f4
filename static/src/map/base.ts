import type { Map as Chart, ExpressionSpecification, LayerSpecification, LineLayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Basemap } from '../api/types';

/** Colours of the ground that everything else is drawn on. */
interface Ground {
  land: string;
  casing: string;
  minor: string;
  middle: string;
  major: string;
}

const DAY: Ground = { land: '#f1ece1', casing: '#d5c8b0', minor: '#ffffff', middle: '#fff3d1', major: '#ffdf9e' };
const NIGHT: Ground = { land: '#1a1f22', casing: '#0d1011', minor: '#353e43', middle: '#475055', major: '#6f6348' };

const MAJOR = ['motorway', 'motorway_link', 'trunk', 'trunk_link', 'primary', 'primary_link'];
const MIDDLE = ['secondary', 'secondary_link', 'tertiary', 'tertiary_link'];
/** CLASSES are the layers of roads, the lesser first; each has a casing. */
export const CLASSES = ['minor', 'middle', 'major'] as const;
const CLASS: ExpressionSpecification = ['get', 'class'];

/** LAND is the lowest layer of every map. */
export const LAND = 'land';

/** AREAS is the layer under which areas are drawn: it shows nothing itself. On
 *  own roads they lie under the roads, so that these stay readable. */
export const AREAS = 'areas';

/** style is what a map begins with: the base map that the operator set, whose
 *  archive, if it is one, is added when it is known what is in it. There is no
 *  glyph server: the device draws what is written. */
export function style(base: Basemap, night: boolean, origin: string): StyleSpecification {
  const land: LayerSpecification = { id: LAND, type: 'background', paint: { 'background-color': (night ? NIGHT : DAY).land } };
  const areas: LayerSpecification = { id: AREAS, type: 'background', layout: { visibility: 'none' } };
  if (base.kind === 'raster') {
    const pictures = (base.layers ?? []).map((layer, i) => ({ id: `pictures-${i}`, ...layer }));
    return {
      version: 8,
      sources: Object.fromEntries(pictures.map(({ id, tiles, max_zoom }) => [id, { type: 'raster', tiles, tileSize: 256, maxzoom: max_zoom }])),
      layers: [land, ...pictures.map(({ id }): LayerSpecification => ({ id, type: 'raster', source: id, paint: { ...dimmed(night) } })), areas],
    };
  }
  if (base.kind === 'pmtiles') return { version: 8, sources: {}, layers: [land, areas] };
  return {
    version: 8,
    sources: { roads: { type: 'vector', tiles: [`${origin}/tiles/roads/{z}/{x}/{y}.mvt`], maxzoom: 14 } },
    layers: [land, areas, ...roads(night)],
  };
}

function roads(night: boolean): LayerSpecification[] {
  const ground = night ? NIGHT : DAY;
  const classes = {
    minor: ['!', among([...MAJOR, ...MIDDLE])] as ExpressionSpecification,
    middle: among(MIDDLE),
    major: among(MAJOR),
  };
  const widths = { minor: 0.7, middle: 1.1, major: 1.7 };
  // Every casing lies under every road, so that crossings look open.
  return [...CLASSES.map((c) => line(`${c}-casing`, classes[c], ground.casing, widths[c] * 1.7)), ...CLASSES.map((c) => line(c, classes[c], ground[c], widths[c]))];
}

/** dimmed is how pictures look: by night no brighter than the page around. */
export function dimmed(night: boolean): { 'raster-brightness-max': number; 'raster-saturation': number; 'raster-fade-duration': number } {
  return { 'raster-brightness-max': night ? 0.55 : 1, 'raster-saturation': night ? -0.3 : 0, 'raster-fade-duration': 0 };
}

/** repaint turns a map's ground dark or light. */
export function repaint(chart: Chart, night: boolean): void {
  const ground = night ? NIGHT : DAY;
  chart.setPaintProperty(LAND, 'background-color', ground.land);
  for (const { id, type } of chart.getStyle().layers) {
    if (type === 'raster') for (const [name, value] of Object.entries(dimmed(night))) chart.setPaintProperty(id, name as keyof ReturnType<typeof dimmed>, value);
  }
  for (const c of CLASSES) {
    if (!chart.getLayer(c)) continue;
    chart.setPaintProperty(`${c}-casing`, 'line-color', ground.casing);
    chart.setPaintProperty(c, 'line-color', ground[c]);
  }
}

function among(names: string[]): ExpressionSpecification {
  return ['in', CLASS, ['literal', names]];
}

function line(id: string, filter: ExpressionSpecification, colour: string, width: number): LineLayerSpecification {
  return {
    id,
    type: 'line',
    source: 'roads',
    'source-layer': 'roads',
    filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': colour,
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 8, width * 0.6, 12, width * 1.2, 15, width * 4, 18, width * 14],
    },
  };
}
