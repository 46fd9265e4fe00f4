import type { Map as Chart } from 'maplibre-gl';
import type { Plane } from './plane';

/** Dot is how a station's point looks. */
export interface Dot {
  fill: string;
  edge: string;
}

/** addStations draws every station as a point. At low zooms the server sends
 *  several as one with their count, which is written in the point: the figures
 *  are drawn by the device, as the style names no glyph server. */
export function addStations(map: Chart, dot: Dot, plane: Plane): void {
  map.addSource('stations', { type: 'vector', tiles: [plane.tiles('stations')], maxzoom: 14 });
  const layer = { source: 'stations', 'source-layer': 'stations' };
  map.addLayer({
    ...layer,
    id: 'stations',
    type: 'circle',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['coalesce', ['get', 'count'], 1], 1, 4, 2, 8, 100, 14],
      'circle-color': dot.fill,
      'circle-stroke-color': dot.edge,
      'circle-stroke-width': 1.75,
    },
  });
  map.addLayer({
    ...layer,
    id: 'station-counts',
    type: 'symbol',
    filter: ['>', ['coalesce', ['get', 'count'], 1], 1],
    layout: { 'text-field': ['to-string', ['get', 'count']], 'text-size': 11, 'text-allow-overlap': true },
    paint: { 'text-color': dot.edge },
  });
}
