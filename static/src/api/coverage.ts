import type { FeatureCollection } from 'geojson';
import { ask } from './client';
import type { Coverage, Mode } from './types';

/** Plan is the request of a planner; its names are those of the address. */
export interface Plan {
  area: string; // adcode, '' for everywhere
  mode: Mode;
  minutes: number;
  k: 1 | 2;
  kinds: string[];
  at: string; // 2026-11-22T21:00, China's clock; '' for any hour
  layer: string; // '' for the server's default
}

/** body is the plan as POST /v1/coverage wants it; what is not set is left to
 *  the server's defaults. */
export function body(plan: Plan): Record<string, unknown> {
  const sent: Record<string, unknown> = { mode: plan.mode, minutes: plan.minutes, k: plan.k };
  if (plan.area) sent.area = plan.area;
  if (plan.at) sent.at = plan.at;
  if (plan.layer) sent.layer = plan.layer;
  if (plan.kinds.length > 0) sent.filter = { kind: plan.kinds };
  return sent;
}

/** compute runs a plan. */
export function compute(plan: Plan, signal?: AbortSignal): Promise<Coverage> {
  return ask<Coverage>('/v1/coverage', { body: body(plan), signal, patience: 120_000 });
}

/** gapShapes asks for the outlines of a run's gaps. */
export function gapShapes(id: string, signal?: AbortSignal): Promise<FeatureCollection> {
  return ask<FeatureCollection>(`/v1/coverage/${id}/gaps?f=geojson`, { signal });
}

/** download is where a run's cells or gaps are fetched as a file. */
export function download(id: string, what: 'cells' | 'gaps', format: 'csv' | 'geojson'): string {
  return `/v1/coverage/${id}/${what}?f=${format}`;
}

/** areaShape asks for the outlines in and below a division. */
export function areaShape(adcode: string, signal?: AbortSignal): Promise<FeatureCollection> {
  return ask<FeatureCollection>(`/v1/areas?${new URLSearchParams({ adcode })}`, { signal });
}
