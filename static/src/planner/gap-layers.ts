import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as Chart } from 'maplibre-gl';
import type { Gap } from '../api/types';
import type { Plane } from '../map/plane';

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };
const SHOWN = 10; // ranks that are written on the map

/** addGaps adds the layers that outline gaps and number them, empty as yet. */
export function addGaps(map: Chart): void {
  map.addSource('gaps', { type: 'geojson', data: NOTHING });
  map.addSource('gap-ranks', { type: 'geojson', data: NOTHING });
  // Not seen, but a tap anywhere inside is felt.
  map.addLayer({ id: 'gap-area', type: 'fill', source: 'gaps', paint: { 'fill-color': '#000000', 'fill-opacity': 0.01 } });
  // Black dashes on a white line are seen on any colour, by day and by night.
  map.addLayer({ id: 'gap-casing', type: 'line', source: 'gaps', paint: { 'line-color': '#ffffff', 'line-width': 3 } });
  map.addLayer({ id: 'gap-line', type: 'line', source: 'gaps', paint: { 'line-color': '#111111', 'line-width': 2, 'line-dasharray': [2.5, 1.5] } });
  map.addLayer({ id: 'gap-picked', type: 'line', source: 'gaps', filter: is(''), paint: { 'line-color': '#d6006c', 'line-width': 4.5 } });
  addRanks(map);
}

/** drawGaps shows these gaps in place of those shown before. */
export function drawGaps(map: Chart, outlines: FeatureCollection | undefined, ranked: readonly Gap[], plane: Plane): void {
  (map.getSource('gaps') as GeoJSONSource).setData(plane.shapes(outlines ?? NOTHING));
  (map.getSource('gap-ranks') as GeoJSONSource).setData(plane.shapes(ranks(ranked)));
}

/** emphasise outlines the gap of that id; '' outlines none. */
export function emphasise(map: Chart, id: string): void {
  map.setFilter('gap-picked', is(id));
}

/** ranks are the numbers of the first gaps, each at its heaviest cell. */
export function ranks(ranked: readonly Gap[]): FeatureCollection {
  const features = ranked.slice(0, SHOWN).map((gap, i) => ({
    type: 'Feature' as const,
    properties: { rank: String(i + 1) },
    geometry: { type: 'Point' as const, coordinates: gap.centre },
  }));
  return { type: 'FeatureCollection', features };
}

function addRanks(map: Chart): void {
  map.addLayer({
    id: 'gap-ranks',
    type: 'symbol',
    source: 'gap-ranks',
    layout: { 'text-field': ['get', 'rank'], 'text-size': 20, 'text-allow-overlap': true },
    paint: { 'text-color': '#d6006c', 'text-halo-color': '#ffffff', 'text-halo-width': 2.5 },
  });
}

function is(id: string): ['==', ['get', 'id'], string] {
  return ['==', ['get', 'id'], id];
}
