import type { Card, OpenState } from '../api/types';
import { clock, lasting, until } from '../words/format';
import type { StationWords } from '../words/station-zh';
import type { Words } from '../words/zh';

/** SYMBOLS stand beside the words and the colour, so that none of the three
 *  is needed alone. */
export const SYMBOLS = { open: '●', closing_soon: '◐', closed: '✕', unknown: '?' } as const;

/** Asked is the moment that a card's state was asked for: now, on arrival, or
 *  the evening to come. */
export type Asked = 'now' | 'arrival' | 'night';

/** Doorway is what a rider must know of a door at a glance. */
export interface Doorway {
  /** state chooses the colour and the symbol. */
  state: OpenState;
  text: string;
  /** hint says what follows for the arrival; '' when nothing does. */
  hint: string;
}

type Table = Words & StationWords;

const MINUTE = 60_000;
const STAY = 10 * MINUTE; // who has less than that need not come
const ROOMY = 120 * MINUTE; // what is left then is not worth a word

/** doorway says whether a door is open and until or from when, and what that
 *  means for who sets out now. */
export function doorway(card: Card, asked: Asked, now: number, w: Table): Doorway {
  const arrival = now + card.duration_s * 1000;
  const late = asked === 'now' && isOpen(card) && ends(card) < arrival + STAY;
  const state = late ? 'closed' : card.open;
  return { state, text: opening(card, asked, now, w), hint: hint(card, asked, arrival, w) };
}

// opening is the state in words, then until or from when.
function opening(card: Card, asked: Asked, now: number, w: Table): string {
  const state = w.state[asked][card.open];
  const rest = whenElse(card, now, w);
  return rest ? `${state} · ${rest}` : state;
}

function whenElse(card: Card, now: number, w: Table): string {
  if (card.open === 'unknown') return w.state.askFirst;
  if (card.open === 'closed') {
    const opens = card.opens_at ? clock(card.opens_at, now, w) : '';
    return opens && w.state.opensAt(opens);
  }
  if (card.closes_at) {
    const closes = until(card.closes_at, now, w);
    return closes && w.state.until(closes);
  }
  return card.hours?.startsWith('24/7') ? w.state.allDay : '';
}

function hint(card: Card, asked: Asked, arrival: number, w: Table): string {
  if (asked === 'night') return '';
  if (isOpen(card)) {
    const left = ends(card) - arrival;
    if (left < STAY) return w.state.tooLate;
    return left <= ROOMY ? w.state.left(lasting(Math.floor(left / MINUTE) * 60, w)) : '';
  }
  const opens = card.open === 'closed' && card.opens_at ? Date.parse(card.opens_at) : NaN;
  return opens <= arrival ? w.state.openByThen : '';
}

function isOpen(card: Card): boolean {
  return card.open === 'open' || card.open === 'closing_soon';
}

function ends(card: Card): number {
  const t = card.closes_at ? Date.parse(card.closes_at) : NaN;
  return Number.isNaN(t) ? Infinity : t;
}
