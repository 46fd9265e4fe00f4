import { keep, kept } from '../look/kept';
import type { Point } from '../map/datum';

const KEY = 'yizhan.lorry';
const LISTED = 200; // stations; the plan looks at all

/** Journey is what a driver says about the way ahead. Numbers are as they were
 *  typed; '' is not said. */
export interface Journey {
  heightM: string;
  lengthM: string;
  weightT: string;
  departure: string; // 2026-11-22T21:00, China's clock; '' for now
  drivenMinutes: string;
  hours: string; // what the navigator says the whole way takes
  corridorM: string;
  services: string[];
}

/** EMPTY is a journey of which nothing is said yet: a place to park is all
 *  that is taken for granted. */
export const EMPTY: Journey = { heightM: '', lengthM: '', weightT: '', departure: '', drivenMinutes: '', hours: '', corridorM: '2000', services: ['truck_parking'] };

/** body is the question for POST /v1/along; the route is in WGS-84, to a tenth
 *  of a metre. */
export function body(route: readonly Point[], journey: Journey): Record<string, unknown> {
  const sent: Record<string, unknown> = {
    route: { type: 'LineString', coordinates: route.map(([lon, lat]) => [round(lon), round(lat)]) },
    datum: 'wgs84',
    mode: 'truck',
    corridor_m: Number(journey.corridorM),
    limit: LISTED,
  };
  const vehicle = some({ height_m: journey.heightM, length_m: journey.lengthM, weight_t: journey.weightT });
  if (vehicle) sent.vehicle = vehicle;
  if (journey.departure) sent.departure = journey.departure;
  if (journey.drivenMinutes) sent.drive = { driven_minutes: Number(journey.drivenMinutes) };
  if (Number(journey.hours) > 0) sent.duration_s = Math.round(Number(journey.hours) * 3600);
  if (journey.services.length > 0) sent.service = journey.services;
  return sent;
}

function some(sizes: Record<string, string>): Record<string, number> | undefined {
  const given = Object.entries(sizes).filter(([, text]) => text !== '');
  return given.length > 0 ? Object.fromEntries(given.map(([name, text]) => [name, Number(text)])) : undefined;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** lorry is the vehicle that this device was told of last. */
export function lorry(): Pick<Journey, 'heightM' | 'lengthM' | 'weightT'> {
  const [heightM = '', lengthM = '', weightT = ''] = (kept(KEY) ?? '').split('/');
  return { heightM, lengthM, weightT };
}

/** keepLorry keeps the vehicle for the next visit. */
export function keepLorry({ heightM, lengthM, weightT }: Journey): void {
  keep(KEY, [heightM, lengthM, weightT].join('/'));
}
