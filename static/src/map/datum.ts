/** Datum is what a coordinate is measured from. The map, like the server, is in
 *  WGS-84; map apps in China show GCJ-02 (AMap, Tencent) or BD-09 (Baidu). */
export type Datum = 'wgs84' | 'gcj02' | 'bd09';

/** Point is longitude and latitude, in degrees. */
export type Point = [number, number];

const A = 6378245; // metres, the semi-major axis of Krasovsky 1940
const EE = 0.00669342162296594323; // its eccentricity squared
const X_PI = (Math.PI * 3000) / 180; // of BD-09
const ROUNDS = 10; // of the inversion; three already reach a centimetre

/** toWGS84 brings a point home. Inside China's box the offset, which is known
 *  one way only, is taken back by a fixed-point iteration: exact to well below
 *  a metre. Formulas: those of GCJ-02 and BD-09 as published by users of the
 *  apps; geo/datum has the same and is held to reference points. */
export function toWGS84(p: Point, datum: Datum): Point {
  if (datum === 'wgs84') return p;
  let q: Point = p;
  for (let i = 0; i < ROUNDS; i++) {
    const [lon, lat] = outward(q, datum);
    q = [q[0] + p[0] - lon, q[1] + p[1] - lat];
  }
  return inside(q) ? q : p;
}

/** fromWGS84 takes a point to a datum, as maps in that datum show it. What lies
 *  outside of China's box is where it is. */
export function fromWGS84(p: Point, datum: Datum): Point {
  return datum === 'wgs84' || !inside(p) ? p : outward(p, datum);
}

function outward(p: Point, datum: 'gcj02' | 'bd09'): Point {
  return datum === 'gcj02' ? toGCJ02(p) : toBD09(toGCJ02(p));
}

function inside([lon, lat]: Point): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function toGCJ02([lon, lat]: Point): Point {
  const phi = (lat / 180) * Math.PI;
  const magic = 1 - EE * Math.sin(phi) ** 2;
  const dLat = (shiftLat(lon - 105, lat - 35) * 180) / (((A * (1 - EE)) / (magic * Math.sqrt(magic))) * Math.PI);
  const dLon = (shiftLon(lon - 105, lat - 35) * 180) / ((A / Math.sqrt(magic)) * Math.cos(phi) * Math.PI);
  return [lon + dLon, lat + dLat];
}

function toBD09([lon, lat]: Point): Point {
  const z = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * X_PI);
  const theta = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * X_PI);
  return [z * Math.cos(theta) + 0.0065, z * Math.sin(theta) + 0.006];
}

function shiftLat(x: number, y: number): number {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + wave(x, [6, 20], [2, 20]) + wave(y, [1, 20], [1 / 3, 40]) + wave(y, [1 / 12, 160], [1 / 30, 320]);
}

function shiftLon(x: number, y: number): number {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + wave(x, [6, 20], [2, 20]) + wave(x, [1, 20], [1 / 3, 40]) + wave(x, [1 / 12, 150], [1 / 30, 300]);
}

// wave adds sines of x, each [times π, height], by two thirds.
function wave(x: number, ...parts: [number, number][]): number {
  return parts.reduce((sum, [times, height]) => sum + (height * Math.sin(times * x * Math.PI) * 2) / 3, 0);
}
