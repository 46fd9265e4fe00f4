import type * as Spec from '../client/spec';
import { body, type Plan } from './coverage';
import { ask } from './keyed';

/** MEASURES are ways to say how well people are served, besides in time or not. */
export const MEASURES = ['opportunities', '2sfca', 'e2sfca', 'kth'] as const;
export type Measure = (typeof MEASURES)[number];

/** Equity is how evenly something is spread over the demand; null where there
 *  is nothing to divide by. */
export type Equity = Spec.Equity;

/** AreaAccess is how well a district is served. */
export interface AreaAccess {
  adcode: string;
  name: string;
  demand: number;
  stations: Equity;
  capacity: Equity;
  '2sfca': Equity;
  e2sfca: Equity;
  kth: { timed_share: number | null; mean_minutes: number | null; median_minutes: number | null; p90_minutes: number | null };
}

/** Accessibility is the answer of POST /v1/accessibility. */
export interface Accessibility {
  id: string;
  total: Omit<AreaAccess, 'adcode' | 'name'>;
  areas: AreaAccess[];
}

/** accessibility asks how well people are served, by district. */
export function accessibility(plan: Plan, signal?: AbortSignal): Promise<Accessibility> {
  return ask<Accessibility>('/v1/accessibility', { body: body({ ...plan, verified: 0 }), signal, patience: 120_000 });
}
