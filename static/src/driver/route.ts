import type { Point } from '../map/datum';

/** MOST points make a route; the server takes no more. */
export const MOST = 10_000;

/** Unread is why a pasted route was not read: it is no route, has its latitude
 *  first, or has too few or too many points. */
export class Unread extends Error {
  constructor(readonly why: 'form' | 'swapped' | 'few' | 'many') {
    super(why);
  }
}

/** read takes a route as people have it: GeoJSON, GPX, or pairs of longitude
 *  and latitude as AMap writes them, "118.8,32.1;118.9,32.2". It throws Unread. */
export function read(text: string): Point[] {
  const trimmed = text.trim();
  const points = trimmed.startsWith('{') ? fromGeoJSON(trimmed) : trimmed.startsWith('<') ? fromGPX(trimmed) : fromPairs(trimmed);
  if (points.some(([lon, lat]) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))) {
    throw new Unread(points.every(([lat, lon]) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180) ? 'swapped' : 'form');
  }
  if (points.length < 2) throw new Unread('few');
  if (points.length > MOST) throw new Unread('many');
  return points;
}

interface Shape {
  type?: string;
  coordinates?: unknown;
  geometry?: Shape | null;
  features?: Shape[];
  geometries?: Shape[];
}

function fromGeoJSON(text: string): Point[] {
  try {
    return lines(JSON.parse(text) as Shape);
  } catch {
    throw new Unread('form');
  }
}

// lines joins the lines of a shape in their order; what is no line is left out.
function lines(shape: Shape): Point[] {
  if (shape.type === 'LineString') return (shape.coordinates as number[][]).map(pair);
  if (shape.type === 'MultiLineString') return (shape.coordinates as number[][][]).flat().map(pair);
  if (shape.geometry) return lines(shape.geometry);
  return [...(shape.features ?? []), ...(shape.geometries ?? [])].flatMap(lines);
}

function pair(position: number[]): Point {
  const [lon, lat] = position;
  if (typeof lon !== 'number' || typeof lat !== 'number') throw new Unread('form');
  return [lon, lat];
}

// A GPX file holds a track, or else a route.
function fromGPX(text: string): Point[] {
  const gpx = new DOMParser().parseFromString(text, 'application/xml');
  const track = gpx.getElementsByTagName('trkpt');
  const points = track.length > 0 ? track : gpx.getElementsByTagName('rtept');
  return [...points].map((p) => [Number(p.getAttribute('lon') ?? NaN), Number(p.getAttribute('lat') ?? NaN)]);
}

function fromPairs(text: string): Point[] {
  const pairs = text.split(/[;；\n]+/).map((part) => part.trim()).filter(Boolean);
  return pairs.map((one) => {
    const numbers = one.split(/[,，\s]+/).map(Number);
    if (numbers.length !== 2 || numbers.some(Number.isNaN)) throw new Unread('form');
    return numbers as Point;
  });
}
