import type { Map as Chart } from 'maplibre-gl';
import { AREAS, CLASSES } from '../map/base';
import type { Plane } from '../map/plane';
import { addStations } from '../map/stations';
import type { Shift } from '../api/whatif';
import { MINUTES, NONE, paint } from './palette';

const CELLS = ['cells', 'cells-none', 'cells-shift'];

/** addLayers adds what does not depend on a run, and makes the roads stand
 *  back: here the colours of the cells are what is read. */
export function addLayers(map: Chart, plane: Plane): void {
  map.addImage('hatch', hatch(), { pixelRatio: 2 });
  for (const c of CLASSES) {
    if (!map.getLayer(c)) continue; // another base map has no roads of ours
    map.setPaintProperty(c, 'line-opacity', 0.55);
    map.setPaintProperty(`${c}-casing`, 'line-opacity', 0.3);
  }
  addStations(map, { fill: '#ffffff', edge: '#111111' }, plane);
}

/** drawRun shows a run's cells in place of those shown before, which stay in
 *  sight until the new ones are there. */
export function drawRun(map: Chart, id: string, limit: number, plane: Plane): void {
  const source = `coverage-${id}`;
  if (map.getSource(source)) {
    map.setPaintProperty(`cells/${source}`, 'fill-color', paint(limit));
    return;
  }
  const before = drawn(map);
  map.addSource(source, { type: 'vector', tiles: [plane.tiles(source)], maxzoom: 13, promoteId: 'h3' });
  addCells(map, source, limit);
  const swap = () => {
    const gone = !map.getSource(source); // a still newer run took its place
    if (!gone && !map.isSourceLoaded(source)) return;
    map.off('sourcedata', swap);
    if (!gone) for (const old of before) remove(map, old);
  };
  map.on('sourcedata', swap);
}

/** clearRun takes a run's cells off the map. */
export function clearRun(map: Chart): void {
  for (const source of drawn(map)) remove(map, source);
}

/** shiftCells shows cells of a run as edits leave them; none puts all back. */
export function shiftCells(map: Chart, id: string, shifts: readonly Shift[]): void {
  const source = `coverage-${id}`;
  if (!map.getSource(source)) return;
  map.removeFeatureState({ source, sourceLayer: 'cells' });
  for (const { h3, from, to } of shifts) {
    const change = to.covered === from.covered ? 0 : to.covered ? 1 : -1;
    map.setFeatureState({ source, sourceLayer: 'cells', id: h3 }, { minutes: to.minutes ?? -1, change });
  }
}

function addCells(map: Chart, source: string, limit: number): void {
  const layer = (name: string) => ({ id: `${name}/${source}`, source, 'source-layer': 'cells' });
  const density = map.getLayer(CLASSES[0]) ? 0.92 : 0.62; // what is under them is read through them, unless it lies on them
  map.addLayer({ ...layer('cells'), type: 'fill', paint: { 'fill-color': paint(limit), 'fill-opacity': density, 'fill-antialias': false } }, AREAS);
  map.addLayer(
    {
      ...layer('cells-none'),
      type: 'fill',
      filter: ['!', ['has', 'minutes']],
      paint: { 'fill-pattern': 'hatch', 'fill-opacity': ['case', ['<', MINUTES, 0], density, 0] },
    },
    AREAS,
  );
  const change = ['coalesce', ['feature-state', 'change'], 0] as ['coalesce', ['feature-state', string], number];
  map.addLayer(
    {
      ...layer('cells-shift'),
      type: 'line',
      paint: { 'line-width': 2.5, 'line-color': ['case', ['>', change, 0], '#00703c', '#b3001b'], 'line-opacity': ['case', ['==', change, 0], 0, 1] },
    },
    'gap-casing',
  );
}

function drawn(map: Chart): string[] {
  return Object.keys(map.getStyle().sources).filter((id) => id.startsWith('coverage-'));
}

function remove(map: Chart, source: string): void {
  for (const name of CELLS) if (map.getLayer(`${name}/${source}`)) map.removeLayer(`${name}/${source}`);
  if (map.getSource(source)) map.removeSource(source);
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
