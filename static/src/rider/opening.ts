import type { Card } from '../api/types';
import { clock } from '../words/format';
import type { StationWords } from '../words/station-zh';
import type { Words } from '../words/zh';

/** SYMBOLS stand beside the words and the colour, so that none of the three
 *  is needed alone. */
export const SYMBOLS = { open: '●', closing_soon: '◐', closed: '✕', unknown: '?' } as const;

/** opening says in words whether a station is open and until or from when. */
export function opening(card: Card, now: number, w: Words & StationWords): string {
  const state = w.state[card.open];
  const rest = whenElse(card, now, w);
  return rest ? `${state} · ${rest}` : state;
}

function whenElse(card: Card, now: number, w: Words & StationWords): string {
  if (card.open === 'unknown') return w.state.askFirst;
  if (card.open === 'closed') {
    const opens = card.opens_at ? clock(card.opens_at, now, w) : '';
    return opens && w.state.opensAt(opens);
  }
  if (card.closes_at) {
    const closes = clock(card.closes_at, now, w);
    return closes && w.state.until(closes);
  }
  return card.hours?.startsWith('24/7') ? w.state.allDay : '';
}
