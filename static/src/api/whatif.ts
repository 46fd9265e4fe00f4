import type { FeatureCollection } from 'geojson';
import type { AreaChange } from './coverage';
import { ask } from './keyed';
import type { Coverage } from './types';

/** Question is edits of stations as POST /v1/whatif wants them. */
export interface Question {
  add: { lon: number; lat: number; kind?: string; hours?: string }[];
  move: { id: string; lon: number; lat: number }[];
  remove: string[];
  hours: { id: string; hours: string }[];
}

/** Shift is a cell that has another time, station or k than before. */
export interface Shift {
  h3: string;
  demand: number;
  from: Stand;
  to: Stand;
}

/** Stand is how a cell stands: minutes are null when it has no time. */
export interface Stand {
  minutes: number | null;
  covered: boolean;
}

/** Both is something before and after. */
export interface Both<T> {
  from: T;
  to: T;
}

/** Effect is what edits do to a run. */
export interface Effect {
  base: string;
  stations: Both<number>;
  cells: Both<Coverage['cells']> & { gained: number; lost: number; changed: number };
  demand: Both<Coverage['demand']> & { gained: number; lost: number };
  by_k: ({ k: number } & Both<Coverage['by_k'][number]>)[];
  times: Both<Coverage['times']>;
  areas: AreaChange[];
  gaps: Both<number> & { closed: string[]; opened: string[]; changed: string[] };
  no_effect: { edit: string; reason: string }[];
  changed_cells: Shift[];
  gap_outlines: FeatureCollection;
  took_ms: number;
}

/** whatIf asks what a run would be with these edits. Nothing is written. */
export function whatIf(base: string, edits: Question, signal?: AbortSignal): Promise<Effect> {
  return ask<Effect>('/v1/whatif', { body: { base, ...edits, include: ['cells', 'gaps'] }, signal, patience: 120_000 });
}
