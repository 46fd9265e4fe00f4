import { describe, expect, test } from 'vitest';
import { USUAL, question, type Wanted } from '../api/nearby';
import { toggled } from '../look/toggle';
import { fromAddress, spoken, toAddress } from './address';
import { night } from './night';
import { fromFragment, metres, toFragment } from './place';

describe('a shared place', () => {
  test('goes there and back to a metre', () =>
    expect(fromFragment(toFragment({ lon: 118.796201, lat: 32.060204 }))).toEqual({ place: { lon: 118.7962, lat: 32.0602 }, station: '' }));
  test('names the station to open', () => expect(fromFragment(toFragment({ lon: 118, lat: 32 }, 'a&b'))?.station).toBe('a&b'));
  test.each([
    ['nothing', ''],
    ['another fragment', '#top'],
    ['one number', '#at=118'],
    ['an empty number', '#at=118,'],
    ['words', '#at=here,there'],
    ['a latitude over the pole', '#at=118,91'],
  ])('is not read from %s', (_, hash) => expect(fromFragment(hash)).toBeUndefined());
});

describe('metres', () => {
  // The reference is the haversine on the same sphere, worked out apart.
  test.each([
    ['a degree of latitude', { lon: 118, lat: 32 }, { lon: 118, lat: 33 }, 111_195],
    ['a hundredth of longitude at 60°', { lon: 10, lat: 60 }, { lon: 10.01, lat: 60 }, 556],
    ['the same place', { lon: 118, lat: 32 }, { lon: 118, lat: 32 }, 0],
  ])('of %s', (_, a, b, want) => expect(Math.round(metres(a, b))).toBe(want));
});

describe('a question', () => {
  test('leaves out what is not filtered', () =>
    expect(question({ lon: 118.12345678, lat: 32 }, { ...USUAL, mode: 'ride' }, 'arrival')).toEqual({
      lon: 118.123457,
      lat: 32,
      datum: 'wgs84',
      mode: 'ride',
      by: 'time',
      open: 'arrival',
      limit: 20,
    }));
  test('names filters and how sure the position is', () =>
    expect(question({ lon: 118, lat: 32, accuracy: 34.6 }, { ...USUAL, kinds: ['a'], services: ['b', 'c'] }, 'any', 'distance')).toMatchObject({
      by: 'distance',
      open: 'any',
      kind: ['a'],
      service: ['b', 'c'],
      accuracy_m: 35,
    }));
  test('never says more blur than the server takes', () => expect(question({ lon: 118, lat: 32, accuracy: 70_000 }, USUAL, 'any').accuracy_m).toBe(5000));
  test('asks for more where the page sifts the answer', () => expect(question({ lon: 118, lat: 32 }, { ...USUAL, walkIn: true }, 'any').limit).toBe(60));
});

describe('the address', () => {
  const wanted: Wanted = { mode: 'ride', kinds: ['warm_station'], services: ['water', 'heat_food'], door: 'night', walkIn: true, cool: true };
  test('says nothing of what is as usual', () => expect(toAddress(USUAL, '')).toBe(''));
  test('keeps of it what the server has words for', () => {
    const words = { kinds: [{ code: 'warm_station', zh: '', en: '' }], services: [{ code: 'water', zh: '', en: '' }] };
    expect(spoken(wanted, words)).toEqual({ ...wanted, services: ['water'] });
    expect(spoken(USUAL, words)).toBe(USUAL);
  });
  test('is readable', () => expect(toAddress(wanted, '')).toBe('?mode=ride&open=night&kind=warm_station&service=water,heat_food&entry=walk_in&first=cool'));
  test('goes there and back', () => expect(fromAddress(toAddress(wanted, ''))).toEqual(wanted));
  test('keeps what others wrote into it', () => expect(toAddress({ ...USUAL, cool: true }, '?lang=en&open=any')).toBe('?lang=en&first=cool'));
  test.each([
    ['an unknown mode', '?mode=fly', USUAL],
    ['an unknown door', '?open=maybe', USUAL],
    ['codes that are none', '?kind=%3Cb%3E,A,&service=,,', USUAL],
    ['a code twice', '?service=water,water', { ...USUAL, services: ['water'] }],
  ])('with %s does no harm', (_, search, want) => expect(fromAddress(search)).toEqual(want));
});

describe('night', () => {
  test.each([
    ['by day it is this evening', '2026-11-22T14:00:00+08:00', '2026-11-22T23:00:00+08:00'],
    ['in the morning it is the evening of that day', '2026-11-22T05:00:00+08:00', '2026-11-22T23:00:00+08:00'],
    ['at night it is now', '2026-11-22T22:00:00+08:00', undefined],
    ['after midnight, too', '2026-11-22T03:00:00+08:00', undefined],
    ['whatever the clock of the device', '2026-11-22T20:30:00Z', undefined],
  ])('%s', (_, now, want) => expect(night(Date.parse(now))).toBe(want));
});

test('toggled adds what is not there and takes what is', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
