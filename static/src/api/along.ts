import { ask } from './client';
import type { Card } from './types';

/** Call is a station beside a route: where, and what a call there costs. */
export interface Call extends Omit<Card, 'distance_m' | 'duration_s' | 'road_m'> {
  at_m: number;
  offset_m: number;
  side: 'left' | 'right' | 'on';
  /** detour_m, detour_s and arrival are null when it is not reached in time. */
  detour_m: number | null;
  detour_s: number | null;
  arrival: string | null;
  fits?: boolean;
  truck?: { spaces?: number; max_length_m?: number; max_height_m?: number; guarded?: boolean; cctv?: boolean; overnight?: boolean };
}

/** Stop is a rest of the plan, after a stretch of driving. */
export interface Stop extends Call {
  stretch_s: number;
  arrival: string;
  departure: string;
  open_all_rest: boolean;
  secure?: boolean;
  parking_free?: boolean;
  free?: string[];
}

/** End names a station, or null for an end of the route. */
export type End = { id: string; name: string; at_m: number } | null;

/** RestPlan is where to rest, or why there is no plan. */
export interface RestPlan {
  rule: string;
  feasible: boolean;
  stops: Stop[];
  longest_stretch_s: number | null;
  driving_s?: number;
  arrival?: string;
  problem: { code: 'too_far' | 'shut'; text: string; from: End; to: End; stretch_s: number } | null;
}

/** Along is the answer of POST /v1/along. */
export interface Along {
  route: { length_m: number; duration_s: number; by_road: boolean; profile?: string };
  stations: Call[];
  total: number;
  too_small: number;
  plan: RestPlan | null;
}

/** along asks what lies beside a route, and for a plan of rests. */
export function along(body: Record<string, unknown>, signal?: AbortSignal): Promise<Along> {
  return ask<Along>('/v1/along', { body, signal });
}
