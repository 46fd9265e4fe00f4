import polyline from '@mapbox/polyline';
import type { Point } from '../map/datum';
import { metres } from '../rider/place';
import { EMPTY, type Journey } from './journey';
import { MOST } from './route';

/** LONGEST is the most characters that a route takes in a link: what chats
 *  pass on whole. */
export const LONGEST = 6000;

// STEPS are metres between points that are kept when all are too many. A rest
// lies some hundred metres beside a route at least, so more would mislead.
const STEPS = [0, 25, 50, 100, 200, 400];

// Polylines are of the 64 characters from ? to ~, which chats and address bars
// mangle; in a link they are those of base64url, in the same order.
const FIRST = '?'.charCodeAt(0);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** NAMES are those of a journey's fields in a link. */
const NAMES = { heightM: 'height', lengthM: 'length', weightT: 'weight', departure: 'departure', drivenMinutes: 'driven', hours: 'hours', corridorM: 'corridor' } as const;
const NUMBER = /^\d{1,6}(\.\d{1,3})?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const CODE = /^[a-z][a-z0-9_]{0,31}$/;

/** Linked is what a link to the page carries. */
export interface Linked {
  route: Point[];
  journey: Partial<Journey>;
}

/** Written is a fragment, and what became of the route in it: step is how many
 *  metres apart its points are, 0 when all are there, undefined when none is as
 *  it is too long. */
export interface Written {
  fragment: string;
  step: number | undefined;
}

/** toFragment writes a route, to a metre, and what is said of the journey. A
 *  fragment is never sent to a server. */
export function toFragment(route: readonly Point[], journey: Journey): Written {
  const { text, step } = packed(route);
  const fields = new URLSearchParams();
  if (text) fields.set('route', text);
  for (const [field, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    if (journey[field] && journey[field] !== EMPTY[field]) fields.set(name, journey[field]);
  }
  const services = journey.services.join(',');
  if (services !== EMPTY.services.join(',')) fields.set('service', services);
  const all = fields.toString().replace(/%2C/g, ',').replace(/%3A/g, ':');
  return { fragment: all && `#${all}`, step };
}

/** fromFragment reads what a link carries. What makes no sense in it is as if
 *  it were not there. */
export function fromFragment(hash: string): Linked {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const journey: Partial<Journey> = {};
  for (const [field, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const text = fields.get(name) ?? '';
    if ((field === 'departure' ? MOMENT : NUMBER).test(text)) journey[field] = text;
  }
  const services = fields.get('service');
  if (services !== null) journey.services = [...new Set(services.split(','))].filter((code) => CODE.test(code)).slice(0, 20);
  return { route: unpacked(fields.get('route') ?? ''), journey };
}

function packed(route: readonly Point[]): { text: string; step: number | undefined } {
  for (const step of STEPS) {
    const text = encoding(thinned(route, step));
    if (text.length <= LONGEST) return { text, step };
  }
  return { text: '', step: undefined };
}

// thinned keeps the ends, and of the rest what is a step from the last kept.
function thinned(route: readonly Point[], step: number): readonly Point[] {
  if (step === 0) return route;
  let last: Point | undefined;
  return route.filter((p, i) => {
    const keep = !last || i === route.length - 1 || metres(place(last), place(p)) >= step;
    if (keep) last = p;
    return keep;
  });
}

function place([lon, lat]: Point): { lon: number; lat: number } {
  return { lon, lat };
}

function encoding(route: readonly Point[]): string {
  const encoded = polyline.encode(route.map(([lon, lat]) => [lat, lon]));
  return [...encoded].map((c) => LETTERS[c.charCodeAt(0) - FIRST]).join('');
}

function unpacked(text: string): Point[] {
  if (text.length > LONGEST || !/^[\w-]*$/.test(text)) return [];
  const encoded = [...text].map((c) => String.fromCharCode(LETTERS.indexOf(c) + FIRST)).join('');
  const route = polyline.decode(encoded).map(([lat, lon]): Point => [lon!, lat!]);
  const sound = encoding(route) === text && route.length <= MOST && route.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  return sound ? route : [];
}
