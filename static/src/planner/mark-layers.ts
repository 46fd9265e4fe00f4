import type { FeatureCollection } from 'geojson';
import type { DataDrivenPropertyValueSpecification, GeoJSONSource, Map as Chart } from 'maplibre-gl';
import { ACCENT } from './accent';

/** Marks are what a tab puts on the map above a run; undefined is nothing. */
export interface Marks {
  /** placed are stations that can be dragged, as edits leave them. */
  placed?: FeatureCollection;
  /** loads are stations by what only they cover. */
  loads?: FeatureCollection;
  /** sites are the next sites, with their rank. */
  sites?: FeatureCollection;
  /** circle is from where a station is reached. */
  circle?: FeatureCollection;
}

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };
const NAMES = ['circle', 'loads', 'placed', 'sites'] as const;
const INK = '#111111';

/** addMarks adds the layers of all marks, empty as yet. */
export function addMarks(map: Chart): void {
  for (const name of NAMES) map.addSource(name, { type: 'geojson', data: NOTHING, ...(name === 'placed' && { promoteId: 'id' }) });
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
 *  while their loads are, none is. */
export function drawMarks(map: Chart, marks: Marks): void {
  for (const name of NAMES) (map.getSource(name) as GeoJSONSource).setData(marks[name] ?? NOTHING);
  const several = marks.placed || marks.loads ? 'none' : 'visible';
  map.setLayoutProperty('station-counts', 'visibility', several);
  map.setLayoutProperty('stations', 'visibility', marks.loads ? 'none' : 'visible');
  map.setFilter('stations', several === 'none' ? ['==', ['coalesce', ['get', 'count'], 1], 1] : null);
}

/** ring marks one station as picked; '' marks none. */
export function ring(map: Chart, id: string): void {
  map.setFilter('placed-picked', ['==', ['get', 'id'], id]);
}

function addPlaced(map: Chart): void {
  const radius: DataDrivenPropertyValueSpecification<number> = ['interpolate', ['linear'], ['zoom'], 9, 2, 11, 4, 14, 8];
  map.addLayer({
    id: 'placed',
    type: 'circle',
    source: 'placed',
    paint: {
      'circle-radius': radius,
      'circle-color': ['case', ['get', 'edited'], ACCENT, '#ffffff'],
      'circle-stroke-color': ['case', ['get', 'edited'], '#ffffff', INK],
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 1, 12, 2],
    },
  });
  map.addLayer({
    id: 'placed-picked',
    type: 'circle',
    source: 'placed',
    filter: ['==', ['get', 'id'], ''],
    paint: { 'circle-radius': 14, 'circle-opacity': 0, 'circle-stroke-color': ACCENT, 'circle-stroke-width': 3.5 },
  });
}

function addSites(map: Chart): void {
  map.addLayer({
    id: 'sites',
    type: 'circle',
    source: 'sites',
    paint: { 'circle-radius': 13, 'circle-color': '#00703c', 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 },
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
