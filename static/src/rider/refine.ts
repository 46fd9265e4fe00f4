import type { Wanted } from '../api/nearby';
import type { Card } from '../api/types';
import { usable } from '../station/service';

/** Refined is an answer as it is shown: the first `cool` stations are those to
 *  cool off in, when they were wanted first. */
export interface Refined {
  cards: Card[];
  cool: number;
  /** hidden are those that were left out here and not by the server. */
  hidden: number;
}

/** offers reports whether a station's service can be used. */
export function offers(card: Card, code: string): boolean {
  return (card.services ?? []).some((s) => s.code === code && usable(s));
}

/** refine does what the server has no question for: it keeps doors that one
 *  just walks into, and puts cool places first, each part in its old order. */
export function refine(cards: readonly Card[], wanted: Wanted): Refined {
  const kept = wanted.walkIn ? cards.filter((c) => c.access_method === 'walk_in') : [...cards];
  const hidden = cards.length - kept.length;
  if (!wanted.cool) return { cards: kept, cool: 0, hidden };
  const cool = kept.filter((c) => offers(c, 'cool'));
  return { cards: [...cool, ...kept.filter((c) => !offers(c, 'cool'))], cool: cool.length, hidden };
}

/** suits reports whether a station that was answered before fits what is
 *  wanted now, for when the server cannot be asked. */
export function suits(card: Card, wanted: Wanted): boolean {
  const kind = wanted.kinds.length === 0 || wanted.kinds.includes(card.kind);
  const door = wanted.door === 'any' || card.open !== 'closed';
  return kind && door && wanted.services.every((code) => offers(card, code));
}

/** tally counts, among stations that are listed, how many are of each kind or
 *  offer each service. */
export function tally(cards: readonly Card[], list: 'kinds' | 'services'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const card of cards) {
    const codes = list === 'kinds' ? [card.kind] : (card.services ?? []).map((s) => s.code).filter((code) => offers(card, code));
    for (const code of new Set(codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}
