import type { Place } from '../api/nearby';
import type { Card } from '../api/types';

/** WIDE and HIGH are the sketch's size, in units of which it has its own. */
export const WIDE = 320;
export const HIGH = 160;

const SHOWN = 9; // stations; more would cover each other
const MARGIN = 22; // units kept free for what is written at a point
const CORNER = { x: 84, y: -14 }; // right of and above it the sketch's button stands
const LEAST = 100; // metres; a nearer station does not blow the sketch up
const RINGS = [100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000, 20_000, 50_000];
const RADIUS = 6_371_008.77; // metres, of the earth's mean sphere
const RAD = Math.PI / 180;

/** Dot is a station in the sketch: x to the east, y to the south of the asker. */
export interface Dot {
  card: Card;
  n: number;
  x: number;
  y: number;
}

/** Sketch is a drawing without a map: who asked in the middle, north up, the
 *  nearest stations around, and one circle of round metres to measure by. */
export interface Sketch {
  dots: Dot[];
  ring: { metres: number; radius: number };
}

/** sketch draws the first stations of an answer, on the plane that touches the
 *  sphere where the asker is. */
export function sketch(place: Place, cards: readonly Card[]): Sketch {
  const near = cards.slice(0, SHOWN).map((card, i) => ({ card, n: i + 1, ...offset(place, card) }));
  const most = near.reduce((m, d) => Math.max(m, Math.abs(d.x) / (WIDE / 2 - MARGIN), Math.abs(d.y) / (HIGH / 2 - MARGIN), Math.min(d.x / CORNER.x, d.y / CORNER.y)), LEAST / (HIGH / 2 - MARGIN));
  const room = (HIGH / 2 - 2) * most;
  const metres = Math.max(RINGS[0]!, ...RINGS.filter((r) => r <= room));
  return {
    // The nearest is drawn last, on top of the others.
    dots: near.map((d) => ({ ...d, x: d.x / most, y: d.y / most })).reverse(),
    ring: { metres, radius: metres / most },
  };
}

function offset(from: Place, to: Place): { x: number; y: number } {
  return {
    x: RADIUS * Math.cos(from.lat * RAD) * (to.lon - from.lon) * RAD,
    y: RADIUS * (from.lat - to.lat) * RAD,
  };
}
