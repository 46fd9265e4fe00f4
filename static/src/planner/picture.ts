import type { Map as Chart } from 'maplibre-gl';
import type { Basemap } from '../api/types';
import type { Answer } from '../api/coverage';
import { credit } from '../map/credit';
import { count, percent } from '../words/format';
import { words } from '../words/planner';
import { NONE, bands } from './palette';
import { told } from './plan-text';
import { shareText } from './waiting';

const WIDE = 1200; // CSS pixels of the picture; drawn at the map's own density
const EDGE = 24;
const INK = '#1f1b16';
const PAPER = '#fffdf9';

/** Caption is what a picture says besides the run's own figures. */
export interface Caption {
  synthetic: boolean;
  /** ground is what the map is drawn on. */
  ground: Basemap | undefined;
  /** where names the area, '' for everywhere. */
  where: string;
  /** note is a line more, such as that edits are shown; '' for none. */
  note: string;
}

/** picture draws the map with its heading, its figures, its legend and what it
 *  rests on, as a PNG that stands alone in a report. */
export async function picture(map: Chart, answer: Answer, caption: Caption): Promise<Blob> {
  const shot = await snapshot(map);
  const high = Math.round((shot.height / shot.width) * WIDE);
  const canvas = document.createElement('canvas');
  const scale = Math.max(1, Math.min(2, shot.width / WIDE));
  canvas.width = WIDE * scale;
  canvas.height = (high + 290) * scale;
  const pen = canvas.getContext('2d')!;
  pen.scale(scale, scale);
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, WIDE, high + 290);
  heading(pen, answer, caption);
  pen.drawImage(shot, 0, 110, WIDE, high);
  legend(pen, answer.plan.minutes, high + 130);
  basis(pen, answer, caption, high + 250);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'));
}

// snapshot copies the map right after it was drawn: its own canvas is empty at
// any other moment.
function snapshot(map: Chart): Promise<HTMLCanvasElement> {
  return new Promise((done) => {
    map.once('render', () => {
      const from = map.getCanvas();
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [from.width, from.height];
      copy.getContext('2d')!.drawImage(from, 0, 0);
      done(copy);
    });
    map.triggerRepaint();
  });
}

function heading(pen: CanvasRenderingContext2D, { plan, run }: Answer, caption: Caption): void {
  const w = words();
  const first = [w.planner.heading, caption.where, told({ ...plan, area: '' })].filter(Boolean).join(' · ');
  text(pen, first, EDGE, 42, 26, 700);
  const second = [
    `${w.planner.rate} ${shareText(run.demand.share, percent)}`,
    `${w.planner.people} ${count(run.demand.covered)} / ${count(run.demand.total)}`,
    `${w.planner.gaps} ${run.gaps?.length ?? 0}`,
    `${w.planner.stationsUsed} ${count(run.stations.used)}`,
  ].join(' · ');
  text(pen, second, EDGE, 78, 20, 400);
  if (caption.note) text(pen, caption.note, EDGE, 102, 16, 700, '#a3004f');
}

function legend(pen: CanvasRenderingContext2D, limit: number, top: number): void {
  const w = words().legend;
  text(pen, w.title, EDGE, top + 14, 18, 700);
  const entries: [string, string][] = bands(limit).map((b) => [b.colour, b.to === null ? w.over(b.from) : b.from === 0 ? w.within(b.to) : w.between(b.from, b.to)]);
  entries.push([NONE, w.noneShort]);
  entries.forEach(([colour, label], i) => {
    const x = EDGE + (i % 4) * 285;
    const y = top + 30 + Math.floor(i / 4) * 32;
    pen.fillStyle = colour;
    pen.fillRect(x, y, 36, 20);
    pen.strokeStyle = INK;
    pen.lineWidth = 0.5;
    pen.strokeRect(x, y, 36, 20);
    text(pen, label, x + 46, y + 16, 16, 400);
  });
}

function basis(pen: CanvasRenderingContext2D, { run }: Answer, caption: Caption, top: number): void {
  const w = words();
  const p = w.planner;
  const line = [
    caption.synthetic ? w.demo : w.credit,
    caption.ground && caption.ground.kind !== 'roads' ? credit(caption.ground, false, w) : '',
    `${p.profile} ${run.profile}`,
    `${p.roads} ${run.roads.slice(0, 8)}`,
    `${p.revision} ${run.revision}`,
    `${p.runID} ${run.id}`,
    new Date().toISOString().slice(0, 10),
  ].filter(Boolean).join(' · ');
  text(pen, line, EDGE, top, 15, 400, '#5a5044');
}

function text(pen: CanvasRenderingContext2D, words: string, x: number, y: number, size: number, weight: number, colour = INK): void {
  pen.fillStyle = colour;
  pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(words, x, y, WIDE - x - EDGE);
}
