import { describe, expect, test, vi } from 'vitest';
import { USUAL } from '../api/nearby';
import type { Card } from '../api/types';
import { SAMPLE } from '../station/sample';
import { offers, refine, suits, tally } from './refine';
import { added, aged, load, nearest, type Saved } from './saved';

function card(id: string, part: Partial<Card> = {}): Card {
  return { ...SAMPLE, id, ...part };
}

const ids = (cards: Card[]) => cards.map((c) => c.id).join('');

describe('refine', () => {
  const cards = [
    card('a', { access_method: 'walk_in' }),
    card('b', { access_method: 'qr', services: [{ code: 'cool', status: 'ok' }] }),
    card('c', { access_method: 'walk_in', services: [{ code: 'cool', status: 'limited' }] }),
    card('d', { services: [{ code: 'cool', status: 'broken' }] }),
  ];
  test('leaves an answer as it is', () => expect(refine(cards, USUAL)).toEqual({ cards, cool: 0, hidden: 0 }));
  test('keeps the doors that one walks into, and counts the others', () => {
    const got = refine(cards, { ...USUAL, walkIn: true });
    expect([ids(got.cards), got.hidden]).toEqual(['ac', 2]);
  });
  test('puts cool places first and keeps the order of each part', () => {
    const got = refine(cards, { ...USUAL, cool: true });
    expect([ids(got.cards), got.cool]).toEqual(['bcad', 2]);
  });
});

test('a broken service is not offered, a limited one is', () => {
  expect(offers(card('a', { services: [{ code: 'water', status: 'broken' }] }), 'water')).toBe(false);
  expect(offers(card('a', { services: [{ code: 'water', status: 'limited' }] }), 'water')).toBe(true);
});

describe('tally', () => {
  const cards = [card('a', { services: [{ code: 'water', status: 'ok' }, { code: 'water', status: 'ok' }] }), card('b', { kind: 'warm_station', services: [{ code: 'water', status: 'ok' }, { code: 'wifi', status: 'none' }] })];
  test('counts stations by kind', () => expect([...tally(cards, 'kinds')]).toEqual([['union_station', 1], ['warm_station', 1]]));
  test('counts stations, not entries, by service', () => expect([...tally(cards, 'services')]).toEqual([['water', 2]]));
});

describe('suits', () => {
  const here = card('a', { services: [{ code: 'water', status: 'ok' }], open: 'closed' });
  test.each([
    ['a closed door is left out', USUAL, false],
    ['unless all doors are wanted', { ...USUAL, door: 'any' as const }, true],
    ['another kind is left out', { ...USUAL, door: 'any' as const, kinds: ['warm_station'] }, false],
    ['a service that is missing leaves it out', { ...USUAL, door: 'any' as const, services: ['water', 'wifi'] }, false],
  ])('%s', (_, wanted, want) => expect(suits(here, wanted)).toBe(want));
});

describe('saved answers', () => {
  const at = (lon: number, when: number): Saved => ({ at: when, place: { lon, lat: 32 }, door: 'arrival', mode: 'walk', cards: [] });
  test('an answer from near by replaces the older one', () => expect(added([at(118, 1), at(119, 2)], at(118.001, 3)).map((s) => s.at)).toEqual([3, 2]));
  test('three are kept, the newest first', () => expect(added([at(1, 3), at(2, 2), at(3, 1)], at(4, 4)).map((s) => s.at)).toEqual([4, 3, 2]));
  test('the nearest one is shown', () => expect(nearest([at(118.02, 2), at(118.01, 1)], { lon: 118, lat: 32 })?.at).toBe(1));
  test('none from another town is', () => expect(nearest([at(118.1, 1)], { lon: 118, lat: 32 })).toBeUndefined());
  test('what another version of the page kept is left out, and breaks nothing', () => {
    const { place, ...nowhere } = at(118, 1);
    const here = { ...nowhere, place };
    const list = [null, 7, { ...here, cards: [null] }, { ...here, cards: [{ id: 'a', name: 'x' }] }, nowhere, { ...nowhere, place: null }, { ...nowhere, place: { lon: '118', lat: 32 } }, { ...nowhere, place }];
    vi.stubGlobal('localStorage', { getItem: () => JSON.stringify(list) });
    expect(load()).toEqual([at(118, 1)]);
    vi.unstubAllGlobals();
  });
  test.each([
    ['no way to it', { navigate: undefined }],
    ['no distance', { distance_m: undefined }],
    ['services that are none', { services: 'water' }],
  ])('nor is an answer kept that has a card with %s', (_, part) => {
    const list = [{ ...at(118, 2), cards: [{ ...SAMPLE, ...part }] }, { ...at(118, 1), cards: [SAMPLE] }];
    vi.stubGlobal('localStorage', { getItem: () => JSON.stringify(list) });
    expect(load().map((s) => s.at)).toEqual([1]);
    vi.unstubAllGlobals();
  });
  test('without a place it is the newest', () => expect(nearest([at(5, 2), at(118, 1)])?.at).toBe(2));
});

describe('aged', () => {
  const then = Date.parse('2026-11-22T12:00:00+08:00');
  const later = (hours: number) => then + hours * 3600_000;
  const saved = { at: then, door: 'arrival' as const };
  test.each([
    ['open until six is open at four', { closes_at: '2026-11-22T18:00:00+08:00' }, 4, 'open'],
    ['but not known at seven', { closes_at: '2026-11-22T18:00:00+08:00' }, 7, 'unknown'],
    ['round the clock stays so', { hours: '24/7' }, 400, 'open'],
    ['open without an end is believed for half an hour', {}, 0.4, 'open'],
    ['and not for a whole one', {}, 1, 'unknown'],
    ['closed until two is closed at one', { open: 'closed', opens_at: '2026-11-22T14:00:00+08:00' }, 1, 'closed'],
    ['and not known at three', { open: 'closed', opens_at: '2026-11-22T14:00:00+08:00' }, 3, 'unknown'],
  ] as [string, Partial<Card>, number, string][])('%s', (_, part, hours, want) => expect(aged(card('a', part), saved, later(hours)).open).toBe(want));
  test('what was asked for the night says nothing of now', () => expect(aged(card('a'), { at: then, door: 'night' }, then).open).toBe('unknown'));
});
