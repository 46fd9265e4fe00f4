import type { Place, Wanted } from '../api/nearby';
import type { Card, Mode } from '../api/types';
import { keep, kept } from '../look/kept';
import { metres } from './place';

const KEY = 'yizhan.answers';
const KEPT = 3; // answers
const SAME = 300; // metres; an answer from so near replaces the older one
const NEAR = 3000; // metres; beyond it an old answer helps nobody
const FRESH = 30 * 60_000; // ms for which a state without an end is believed

/** Saved is an answer that was kept on this device, to be shown when the
 *  server cannot be reached. */
export interface Saved {
  at: number; // ms since 1970
  place: Place;
  door: Wanted['door'];
  /** mode is how the ways of the cards were to be travelled. */
  mode: Mode;
  cards: Card[];
}

/** added puts an answer before the others, in place of one from near by. */
export function added(all: readonly Saved[], one: Saved): Saved[] {
  return [one, ...all.filter((s) => metres(s.place, one.place) > SAME)].slice(0, KEPT);
}

/** nearest is the saved answer nearest to a place, if one is near; the newest
 *  of all when no place is known. */
export function nearest(all: readonly Saved[], place?: Place): Saved | undefined {
  if (!place) return all[0];
  const near = all.filter((s) => metres(s.place, place) <= NEAR);
  return near.sort((a, b) => metres(a.place, place) - metres(b.place, place))[0];
}

/** aged is a card of an old answer as far as it still holds: a state whose
 *  end has passed is unknown now. Nothing is guessed. */
export function aged(card: Card, saved: Pick<Saved, 'at' | 'door'>, now: number): Card {
  return holds(card, saved, now) ? card : { ...card, open: 'unknown', closes_at: null, opens_at: undefined };
}

function holds(card: Card, saved: Pick<Saved, 'at' | 'door'>, now: number): boolean {
  if (card.hours === '24/7') return true;
  if (saved.door === 'night') return false; // it told of another moment
  const end = card.open === 'closed' ? card.opens_at : card.closes_at;
  return end ? Date.parse(end) > now : now - saved.at < FRESH;
}

/** load reads the saved answers, the newest first; none when what is kept
 *  cannot be read. */
export function load(): Saved[] {
  try {
    const all: unknown = JSON.parse(kept(KEY) ?? '[]');
    return Array.isArray(all) ? (all as Saved[]).filter(whole) : [];
  } catch {
    return [];
  }
}

// whole reports whether an answer has what the page reads of it: another version
// of the page may have kept it.
function whole(s: Partial<Saved> | null): boolean {
  return typeof s?.at === 'number' && typeof s.mode === 'string' && placed(s.place) && Array.isArray(s.cards) && s.cards.every(legible);
}

function legible(c: Partial<Card> | null): boolean {
  if (typeof c?.id !== 'string' || typeof c.name !== 'string' || typeof c.open !== 'string') return false;
  return placed(c) && Number.isFinite(c.distance_m) && typeof c.navigate?.geo === 'string' && Array.isArray(c.services ?? []);
}

function placed(at: Partial<Place> | null | undefined): boolean {
  return Number.isFinite(at?.lon) && Number.isFinite(at?.lat);
}

/** any reports whether an answer is kept on this device. */
export function any(): boolean {
  return kept(KEY) !== null;
}

/** save keeps an answer, for as long as there are not three newer ones. */
export function save(one: Saved): void {
  keep(KEY, JSON.stringify(added(load(), one)));
}

/** forget takes all saved answers off this device. */
export function forget(): void {
  keep(KEY, null);
}
