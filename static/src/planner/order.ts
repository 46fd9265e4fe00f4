import type { AreaShare } from '../api/types';

/** worstFirst orders districts by share; those without demand come last. */
export function worstFirst(areas: readonly AreaShare[]): AreaShare[] {
  return [...areas].sort((a, b) => (a.share ?? 2) - (b.share ?? 2) || a.adcode.localeCompare(b.adcode));
}
