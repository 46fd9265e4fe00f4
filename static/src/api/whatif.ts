import type { FeatureCollection } from 'geojson';
import type * as Spec from '../client/spec';
import { ask } from './keyed';

/** Question is edits of stations as POST /v1/whatif wants them. */
export interface Question {
  add: { lon: number; lat: number; kind?: string; hours?: string }[];
  move: { id: string; lon: number; lat: number }[];
  remove: string[];
  hours: { id: string; hours: string }[];
}

/** Shift is a cell that has another time, station or k than before. */
export type Shift = NonNullable<Spec.WhatIf['changed_cells']>[number];

/** Stand is how a cell stands: minutes are null when it has no time. */
export type Stand = Spec.CellState;

/** Effect is what edits do to a run. */
export type Effect = Spec.WhatIf & { changed_cells: Shift[]; gap_outlines: FeatureCollection };

/** whatIf asks what a run would be with these edits. Nothing is written. */
export function whatIf(base: string, edits: Question, signal?: AbortSignal): Promise<Effect> {
  return ask<Effect>('/v1/whatif', { body: { base, ...edits, include: ['cells', 'gaps'] }, signal, patience: 120_000 });
}
