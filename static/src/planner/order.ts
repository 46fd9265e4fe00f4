import type { AreaShare } from '../api/types';

/** worstFirst orders districts by share; those without demand come last. */
export function worstFirst(areas: readonly AreaShare[]): AreaShare[] {
  return [...areas].sort((a, b) => (a.share ?? 2) - (b.share ?? 2) || a.adcode.localeCompare(b.adcode));
}

/** levels are the levels of division that these districts have, each once. */
export function levels(areas: readonly AreaShare[]): string[] {
  return [...new Set(areas.map((a) => a.level ?? ''))];
}
