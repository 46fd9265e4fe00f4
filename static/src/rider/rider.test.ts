import { describe, expect, test } from 'vitest';
import { question } from '../api/nearby';
import type { Card } from '../api/types';
import { toggled } from '../look/toggle';
import { zh as shared } from '../words/zh';
import { zh as station } from '../words/station-zh';
import { opening } from './opening';
import { fromFragment, toFragment } from './place';

const zh = { ...shared, ...station };
const CARD: Card = { id: '1', name: 'a', kind: 'union_station', lon: 118, lat: 32, distance_m: 10, duration_s: 10, by_road: false, open: 'open', road_m: null, closes_at: null };

describe('opening', () => {
  const now = Date.parse('2026-11-22T17:40:00+08:00');
  test.each([
    ['open until', { open: 'open', closes_at: '2026-11-22T18:00:00+08:00' }, '开放中 · 至 18:00'],
    ['closing soon says when', { open: 'closing_soon', closes_at: '2026-11-22T18:00:00+08:00' }, '快关门了 · 至 18:00'],
    ['round the clock', { open: 'open', hours: '24/7' }, '开放中 · 24 小时'],
    ['open, nobody knows until when', { open: 'open' }, '开放中'],
    ['closed until tomorrow', { open: 'closed', opens_at: '2026-11-23T08:30:00+08:00' }, '已关门 · 明天 08:30 开门'],
    ['closed for good', { open: 'closed' }, '已关门'],
    ['unknown is not guessed', { open: 'unknown', closes_at: '2026-11-22T18:00:00+08:00' }, '开放时间不明 · 去之前最好打个电话'],
  ] as [string, Partial<Card>, string][])('%s', (_, part, want) => expect(opening({ ...CARD, ...part }, now, zh)).toBe(want));
});

describe('a shared place', () => {
  test('goes there and back to a metre', () => expect(fromFragment(toFragment({ lon: 118.796201, lat: 32.060204 }))).toEqual({ lon: 118.7962, lat: 32.0602 }));
  test.each([
    ['nothing', ''],
    ['another fragment', '#top'],
    ['one number', '#at=118'],
    ['an empty number', '#at=118,'],
    ['words', '#at=here,there'],
    ['a latitude over the pole', '#at=118,91'],
  ])('is not read from %s', (_, hash) => expect(fromFragment(hash)).toBeUndefined());
});

describe('a question', () => {
  const wanted = { mode: 'ride' as const, kinds: [], services: [], openNow: false };
  test('leaves out what is not filtered', () =>
    expect(question({ lon: 118.12345678, lat: 32 }, wanted, true)).toEqual({ lon: 118.123457, lat: 32, datum: 'wgs84', mode: 'ride', by: 'time', limit: 20 }));
  test('names filters and the next page', () =>
    expect(question({ lon: 118, lat: 32 }, { ...wanted, kinds: ['a'], services: ['b', 'c'], openNow: true }, false, 'next')).toMatchObject({
      by: 'distance',
      kind: ['a'],
      service: ['b', 'c'],
      open: 'now',
      cursor: 'next',
    }));
});

test('toggled adds what is not there and takes what is', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
