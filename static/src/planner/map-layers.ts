import type { Map as Chart } from 'maplibre-gl';
import { CLASSES, firstRoad } from '../map/base';
import { addStations } from '../map/stations';
import { NONE, paint } from './palette';

/** addLayers adds what does not depend on a run, and makes the roads stand
 *  back: here the colours of the cells are what is read. */
export function addLayers(map: Chart): void {
  map.addImage('hatch', hatch(), { pixelRatio: 2 });
  for (const c of CLASSES) {
    map.setPaintProperty(c, 'line-opacity', 0.55);
    map.setPaintProperty(`${c}-casing`, 'line-opacity', 0.3);
  }
  addStations(map, { fill: '#ffffff', edge: '#111111' });
}

/** drawRun shows a run's cells in place of those shown before. */
export function drawRun(map: Chart, id: string, limit: number): void {
  if (map.getSource(`coverage-${id}`)) {
    map.setPaintProperty('cells', 'fill-color', paint(limit));
    return;
  }
  clearRun(map);
  map.addSource(`coverage-${id}`, { type: 'vector', tiles: [`${location.origin}/tiles/coverage-${id}/{z}/{x}/{y}.mvt`], maxzoom: 13 });
  const cells = { type: 'fill' as const, source: `coverage-${id}`, 'source-layer': 'cells' };
  map.addLayer({ ...cells, id: 'cells', paint: { 'fill-color': paint(limit), 'fill-opacity': 0.92, 'fill-antialias': false } }, firstRoad);
  map.addLayer({ ...cells, id: 'cells-none', filter: ['!', ['has', 'minutes']], paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.92 } }, firstRoad);
}

/** clearRun takes a run's cells off the map. */
export function clearRun(map: Chart): void {
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
