import type { FeatureCollection } from 'geojson';
import type { DataDrivenPropertyValueSpecification, GeoJSONSource, Map as Chart } from 'maplibre-gl';
import type { Plane } from '../map/plane';
import { ACCENT, SITE, UNCOUNTED } from './accent';

/** Marks are what a tab puts on the map above a run; undefined is nothing. */
export interface Marks {
  /** resting and edited are stations that can be dragged: those no edit names,
   *  and the others. */
  resting?: FeatureCollection;
  edited?: FeatureCollection;
  /** loads are stations by what only they cover. */
  loads?: FeatureCollection;
  /** sites are the next sites, with their rank. */
  sites?: FeatureCollection;
  /** hosts are places that sites may be chosen from. */
  hosts?: FeatureCollection;
  /** circle is from where a station is reached. */
  circle?: FeatureCollection;
}

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };
const NAMES = ['circle', 'loads', 'resting', 'edited', 'hosts', 'sites'] as const;

/** DRAGGED are the layers whose points can be dragged. */
export const DRAGGED = ['edited', 'resting'] as const;
const INK = '#111111';

/** addMarks adds the layers of all marks, empty as yet. */
export function addMarks(map: Chart): void {
  for (const name of NAMES) map.addSource(name, { type: 'geojson', data: NOTHING });
  map.addLayer({ id: 'circle-casing', type: 'line', source: 'circle', paint: { 'line-color': '#ffffff', 'line-width': 5 } });
  map.addLayer({ id: 'circle-line', type: 'line', source: 'circle', paint: { 'line-color': ACCENT, 'line-width': 2.5 } });
  map.addLayer({
    id: 'loads',
    type: 'circle',
    source: 'loads',
    filter: ['>', ['get', 'alone'], 0],
    paint: { 'circle-radius': byAlone(), 'circle-color': ACCENT, 'circle-opacity': 0.55, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.5 },
  });
  addPlaced(map);
  addSites(map);
}

/** drawMarks shows these marks in place of those shown before. While stations
 *  can be dragged, those of the tiles that stand for several are not shown;
 *  while their loads are, none is. Those that do not count turn grey. */
export function drawMarks(map: Chart, marks: Marks, before: Marks, plane: Plane): void {
  for (const name of NAMES) if (marks[name] !== before[name]) (map.getSource(name) as GeoJSONSource).setData(plane.shapes(marks[name] ?? NOTHING));
  const several = marks.resting || marks.loads ? 'none' : 'visible';
  map.setLayoutProperty('station-counts', 'visibility', several);
  map.setLayoutProperty('stations', 'visibility', marks.loads ? 'none' : 'visible');
  map.setPaintProperty('stations', 'circle-color', marks.resting ? UNCOUNTED : '#ffffff');
  map.setFilter('stations', several === 'none' ? ['==', ['coalesce', ['get', 'count'], 1], 1] : null);
}

/** ring marks one station as picked; '' marks none. */
export function ring(map: Chart, id: string): void {
  for (const name of DRAGGED) map.setFilter(`${name}-picked`, ['==', ['get', 'id'], id]);
}

function addPlaced(map: Chart): void {
  for (const [source, fill, edge] of [
    ['resting', '#ffffff', INK],
    ['edited', ACCENT, '#ffffff'],
  ] as const) {
    map.addLayer({
      id: source,
      type: 'circle',
      source,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, source === 'edited' ? 4 : 2, 11, source === 'edited' ? 6 : 4, 14, 8],
        'circle-color': fill,
        'circle-stroke-color': edge,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 1, 12, 2],
      },
    });
    map.addLayer({
      id: `${source}-picked`,
      type: 'circle',
      source,
      filter: ['==', ['get', 'id'], ''],
      paint: { 'circle-radius': 14, 'circle-opacity': 0, 'circle-stroke-color': ACCENT, 'circle-stroke-width': 3.5 },
    });
  }
}

function addSites(map: Chart): void {
  map.addLayer({
    id: 'hosts',
    type: 'circle',
    source: 'hosts',
    paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 2.5, 14, 5], 'circle-color': '#ffffff', 'circle-stroke-color': SITE, 'circle-stroke-width': 2 },
  });
  map.addLayer({
    id: 'sites',
    type: 'circle',
    source: 'sites',
    paint: { 'circle-radius': 13, 'circle-color': SITE, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 },
  });
  map.addLayer({
    id: 'site-ranks',
    type: 'symbol',
    source: 'sites',
    layout: { 'text-field': ['get', 'rank'], 'text-size': 14, 'text-allow-overlap': true },
    paint: { 'text-color': '#ffffff' },
  });
}

// byAlone makes the area of a point grow with what it covers alone.
function byAlone(): DataDrivenPropertyValueSpecification<number> {
  return ['interpolate', ['linear'], ['sqrt', ['get', 'share']], 0, 3, 1, 30];
}
