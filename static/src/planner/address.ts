import type { Plan } from '../api/coverage';
import type { Mode } from '../api/types';

/** START is the plan of a fresh page. */
export const START: Plan = { area: '', mode: 'walk', minutes: 15, k: 1, kinds: [], at: '', layer: '' };

/** LONGEST is the most minutes that may be asked for. */
export const LONGEST = 240;

const MODES: readonly string[] = ['walk', 'ride', 'truck'];

/** fromAddress reads the plan that a link carries; what is missing or makes no
 *  sense is as in START. */
export function fromAddress(search: string): Plan {
  const q = new URLSearchParams(search);
  const mode = q.get('mode') ?? '';
  const minutes = Number(q.get('minutes'));
  return {
    area: q.get('area') ?? START.area,
    mode: MODES.includes(mode) ? (mode as Mode) : START.mode,
    minutes: minutes > 0 && minutes <= LONGEST ? minutes : START.minutes,
    k: q.get('k') === '2' ? 2 : 1,
    kinds: q.getAll('kind'),
    at: q.get('at') ?? START.at,
    layer: q.get('layer') ?? START.layer,
  };
}

/** carriesPlan reports whether an address asks for a run at once. */
export function carriesPlan(search: string): boolean {
  return new URLSearchParams(search).has('minutes');
}

/** toAddress writes the plan so that fromAddress reads it back, and keeps the
 *  language that the address may name. */
export function toAddress(plan: Plan, search: string): string {
  const q = new URLSearchParams();
  const lang = new URLSearchParams(search).get('lang');
  if (plan.area) q.set('area', plan.area);
  q.set('mode', plan.mode);
  q.set('minutes', String(plan.minutes));
  q.set('k', String(plan.k));
  for (const kind of plan.kinds) q.append('kind', kind);
  if (plan.at) q.set('at', plan.at);
  if (plan.layer) q.set('layer', plan.layer);
  if (lang) q.set('lang', lang);
  return `?${q}`;
}
