import type * as Spec from '../client/spec';
import { ask } from './client';

/** Call is a station beside a route: where, and what a call there costs. */
export type Call = Spec.AlongStation & { lon: number; lat: number };

/** Stop is a rest of the plan, after a stretch of driving. */
export type Stop = Call & Spec.DrivingPlan['stops'][number] & { arrival: string };

/** End names a station, or null for an end of the route. */
export type End = Spec.AlongEnd | null;

/** RestPlan is where to rest, or why there is no plan. */
export type RestPlan = Omit<Spec.DrivingPlan, 'stops'> & { stops: Stop[] };

/** Along is the answer of POST /v1/along. */
export type Along = Omit<Spec.AlongAnswer, 'stations' | 'plan'> & { stations: Call[]; plan: RestPlan | null };

/** along asks what lies beside a route, and for a plan of rests. */
export function along(body: Record<string, unknown>, signal?: AbortSignal): Promise<Along> {
  return ask<Along>('/v1/along', { body, signal });
}
