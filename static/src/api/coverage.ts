import type { FeatureCollection } from 'geojson';
import type * as Spec from '../client/spec';
import { ask } from './keyed';
import type { Coverage, Mode } from './types';

/** Truck is the size of a lorry; 0 is a measure that does not matter. */
export interface Truck {
  height: number; // metres
  length: number; // metres
  weight: number; // tonnes
}

/** Plan is the request of a planner; its names are those of the address. */
export interface Plan {
  area: string; // adcode, '' for everywhere
  mode: Mode;
  minutes: number;
  k: 1 | 2;
  kinds: string[];
  services: string[];
  at: string; // 2026-11-22T21:00, China's clock; '' for any hour
  layer: string; // one, or several between commas; '' for the server's default
  verified: number; // days: tell the cover by stations verified within them, too; 0 does not
  truck: Truck; // for the mode truck
}

/** Answer is a plan with what the server found for it. */
export interface Answer {
  plan: Plan;
  run: Coverage;
  gaps: FeatureCollection;
}

const LONG = 120_000; // ms: a coverage of a city

/** body is the plan as POST /v1/coverage wants it; what is not set is left to
 *  the server's defaults. */
export function body(plan: Plan): Record<string, unknown> {
  const sent: Record<string, unknown> = { mode: plan.mode, minutes: plan.minutes, k: plan.k };
  if (plan.area) sent.area = plan.area;
  if (plan.at) sent.at = plan.at;
  if (plan.layer) sent.layer = plan.layer;
  if (plan.verified) sent.verified_within_days = plan.verified;
  const filter: Record<string, string[]> = {};
  if (plan.kinds.length > 0) filter.kind = plan.kinds;
  if (plan.services.length > 0) filter.service = plan.services;
  if (Object.keys(filter).length > 0) sent.filter = filter;
  const size = vehicle(plan);
  if (size) sent.vehicle = size;
  return sent;
}

/** vehicle is the size of the plan's lorry; undefined when it does not matter. */
export function vehicle({ mode, truck }: Plan): Record<string, number> | undefined {
  const size = { height_m: truck.height, length_m: truck.length, weight_t: truck.weight };
  const given = Object.entries(size).filter(([, v]) => v > 0);
  return mode === 'truck' && given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** compute runs a plan and asks for the outlines of its gaps. */
export async function compute(plan: Plan, signal?: AbortSignal): Promise<Answer> {
  const run = await ask<Coverage>('/v1/coverage', { body: body(plan), signal, patience: LONG });
  return { plan, run, gaps: await gapShapes(run.id, signal) };
}

/** recall asks for a run that was computed before. */
export function recall(id: string, signal?: AbortSignal): Promise<Coverage> {
  return ask<Coverage>(`/v1/coverage/${id}`, { signal, patience: LONG });
}

/** gapShapes asks for the outlines of a run's gaps. */
export function gapShapes(id: string, signal?: AbortSignal): Promise<FeatureCollection> {
  return ask<FeatureCollection>(`/v1/coverage/${id}/gaps?f=geojson`, { signal });
}

/** Load is what one station carries: the demand in time to which it is the
 *  nearest, and that which only it covers (N-1). */
export interface Load {
  rank: number;
  station: string;
  name: string;
  nearest: number;
  alone: number;
  cells: number;
}

/** loads asks what each counted station carries, as points with a Load each. */
export function loads(id: string, signal?: AbortSignal): Promise<FeatureCollection> {
  return ask<FeatureCollection>(`/v1/coverage/${id}/stations?f=geojson`, { signal });
}

/** AreaChange is the share of a district in two coverages; null where it is
 *  not known. */
export type AreaChange = Spec.AreaChange;

/** Comparison sets two runs side by side; differs names what else than the
 *  stations is not the same. */
export type Comparison = Spec.Comparison;

/** compare sets another run beside a base. */
export function compare(base: string, other: string, signal?: AbortSignal): Promise<Comparison> {
  return ask<Comparison>(`/v1/coverage/${base}/compare?with=${other}`, { signal, patience: LONG });
}

/** Hour is the coverage of one hour of a day. */
export type Hour = Spec.AtlasHour;

/** SPANS are how many days are looked at hour by hour: one, or seven. */
export const SPANS = ['day', 'week'] as const;
export type Span = (typeof SPANS)[number];

/** byHours computes the hours of the plan's day, of today when it names none,
 *  or those of seven days from it. */
export async function byHours(span: Span, plan: Plan, signal?: AbortSignal): Promise<Hour[]> {
  const path = span === 'week' ? '/v1/coverage/week' : '/v1/coverage/atlas';
  const answer = await ask<{ hours: Hour[] }>(path, { body: body({ ...plan, verified: 0 }), signal, patience: LONG });
  return answer.hours;
}

/** circle asks from where a station is reached in time. */
export function circle(station: string, plan: Plan, signal?: AbortSignal): Promise<FeatureCollection> {
  const query = new URLSearchParams({ station, mode: plan.mode, minutes: String(plan.minutes), f: 'geojson' });
  for (const [name, v] of Object.entries(vehicle(plan) ?? {})) query.set(`vehicle_${name}`, String(v));
  return ask<FeatureCollection>(`/v1/circle?${query}`, { signal });
}

/** download is where a table of a run is fetched as a file. */
export function download(id: string, what: 'cells' | 'gaps' | 'stations', format: 'csv' | 'geojson'): string {
  return `/v1/coverage/${id}/${what}?f=${format}`;
}

/** workbook is where the tables of a run are fetched as one XLSX file. */
export function workbook(id: string): string {
  return `/v1/coverage/${id}?f=xlsx`;
}

/** report is where a run is fetched as a document to print. */
export function report(id: string): string {
  return `/v1/coverage/${id}/report`;
}

/** areaShape asks for the outlines in and below a division. */
export function areaShape(adcode: string, signal?: AbortSignal): Promise<FeatureCollection> {
  return ask<FeatureCollection>(`/v1/areas?${new URLSearchParams({ adcode })}`, { signal });
}
