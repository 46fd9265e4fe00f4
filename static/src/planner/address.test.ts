import { describe, expect, test } from 'vitest';
import { body, type Plan } from '../api/coverage';
import { START, carriesPlan, fromAddress, toAddress } from './address';

const NIGHT: Plan = { area: '990101', mode: 'ride', minutes: 12.5, k: 2, kinds: ['union_station', 'warm_station'], at: '2026-11-22T23:00', layer: 'night' };

describe('an address', () => {
  test('carries a plan there and back', () => expect(fromAddress(toAddress(NIGHT, ''))).toEqual(NIGHT));
  test('keeps the language', () => expect(toAddress(START, '?lang=en&minutes=3')).toBe('?mode=walk&minutes=15&k=1&lang=en'));
  test('that is empty starts afresh', () => expect(fromAddress('')).toEqual(START));
  test.each([
    ['an unknown mode', '?mode=fly', START],
    ['minutes that are no number', '?minutes=soon', START],
    ['minutes below zero', '?minutes=-5', START],
    ['minutes beyond the limit', '?minutes=241', START],
    ['k of three', '?k=3', START],
  ])('drops %s', (_, search, want) => expect(fromAddress(search)).toEqual(want));
  test('asks for a run only when it names minutes', () => {
    expect(carriesPlan('?lang=en')).toBe(false);
    expect(carriesPlan(toAddress(START, ''))).toBe(true);
  });
});

describe('the body of a plan', () => {
  test('leaves defaults to the server', () => expect(body(START)).toEqual({ mode: 'walk', minutes: 15, k: 1 }));
  test('names all that was chosen', () =>
    expect(body(NIGHT)).toEqual({
      area: '990101',
      mode: 'ride',
      minutes: 12.5,
      k: 2,
      at: '2026-11-22T23:00',
      layer: 'night',
      filter: { kind: ['union_station', 'warm_station'] },
    }));
});
