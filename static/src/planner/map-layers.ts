import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as Chart } from 'maplibre-gl';
import { firstRoad } from '../map/base';
import { addStations } from '../map/stations';
import { NONE, paint } from './palette';

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** addLayers adds what does not depend on a run: stations, and the empty frame
 *  for gaps. */
export function addLayers(map: Chart): void {
  map.addImage('hatch', hatch(), { pixelRatio: 2 });
  map.addSource('gaps', { type: 'geojson', data: NOTHING, promoteId: 'id' });
  map.addLayer({ id: 'gap-area', type: 'fill', source: 'gaps', paint: { 'fill-color': '#000000', 'fill-opacity': 0.01 } });
  // Black dashes on a white line are seen on any colour, by day and by night.
  map.addLayer({ id: 'gap-casing', type: 'line', source: 'gaps', paint: { 'line-color': '#ffffff', 'line-width': 3 } });
  map.addLayer({ id: 'gap-line', type: 'line', source: 'gaps', paint: { 'line-color': '#111111', 'line-width': 2, 'line-dasharray': [2.5, 1.5] } });
  map.addLayer({
    id: 'gap-picked',
    type: 'line',
    source: 'gaps',
    filter: ['==', ['get', 'id'], ''],
    paint: { 'line-color': '#d6006c', 'line-width': 4.5 },
  });
  addStations(map, { fill: '#ffffff', edge: '#111111' });
}

/** drawRun shows a run's cells and gaps in place of those shown before. */
export function drawRun(map: Chart, id: string, limit: number, gaps: FeatureCollection | undefined): void {
  (map.getSource('gaps') as GeoJSONSource).setData(gaps ?? NOTHING);
  if (map.getSource(`coverage-${id}`)) {
    map.setPaintProperty('cells', 'fill-color', paint(limit));
    return;
  }
  removeCells(map);
  map.addSource(`coverage-${id}`, { type: 'vector', tiles: [`${location.origin}/tiles/coverage-${id}/{z}/{x}/{y}.mvt`], maxzoom: 13 });
  const cells = { type: 'fill' as const, source: `coverage-${id}`, 'source-layer': 'cells' };
  map.addLayer({ ...cells, id: 'cells', paint: { 'fill-color': paint(limit), 'fill-opacity': 0.92, 'fill-antialias': false } }, firstRoad);
  map.addLayer({ ...cells, id: 'cells-none', filter: ['!', ['has', 'minutes']], paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.92 } }, firstRoad);
}

/** clearRun takes a run off the map. */
export function clearRun(map: Chart): void {
  removeCells(map);
  (map.getSource('gaps') as GeoJSONSource).setData(NOTHING);
}

/** emphasise outlines the gap of that id; '' outlines none. */
export function emphasise(map: Chart, id: string): void {
  map.setFilter('gap-picked', ['==', ['get', 'id'], id]);
}

function removeCells(map: Chart): void {
  for (const id of ['cells', 'cells-none']) if (map.getLayer(id)) map.removeLayer(id);
  for (const id of Object.keys(map.getStyle().sources)) if (id.startsWith('coverage-')) map.removeSource(id);
}

// hatch is a square of white strokes, so that cells without a time differ from
// the others by more than colour.
function hatch(): ImageData {
  const size = 16;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = NONE;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = '#ffffff';
  pen.lineWidth = 2.5;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}
