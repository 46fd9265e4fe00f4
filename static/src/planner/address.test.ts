import { describe, expect, test } from 'vitest';
import { body, type Plan } from '../api/coverage';
import { START, fromAddress, planIn, toAddress, toQuery, type View } from './address';

const NIGHT: Plan = {
  area: '990101',
  mode: 'truck',
  minutes: 12.5,
  k: 2,
  kinds: ['union_station', 'warm_station'],
  services: ['shower'],
  at: '2026-11-22T23:00',
  layer: 'night,unmet',
  verified: 90,
  truck: { height: 4.2, length: 0, weight: 31 },
};
const FRESH = fromAddress('');
const FULL: View = {
  plan: NIGHT,
  asked: true,
  tab: 'whatif',
  span: 'week',
  level: 'street',
  measure: 'kth',
  edits: [{ do: 'move', id: 'a', lon: 102.4, lat: 40.1 }],
  gap: '8924f446013ffff',
  station: 'b',
  circle: true,
  wish: { p: 12, spacing: 500, fair: 'worst', longer: '26:00', from: 'both', budget: 30.5, siteCost: 4, single: true },
  found: 'fedcba9876543210',
  against: '0123456789abcdef',
  was: toQuery(START).toString(),
  camera: [102.4, 40.2, 12.5],
};

describe('an address', () => {
  test('carries a view there and back', () => expect(fromAddress(toAddress(FULL, ''))).toEqual(FULL));
  test('carries a plan within another query', () => expect(planIn(new URLSearchParams(fromAddress(toAddress(FULL, '')).was))).toEqual(START));
  test('is short for a plain run, and keeps the language', () =>
    expect(toAddress({ ...FRESH, asked: true }, '?lang=en&minutes=3')).toBe('?mode=walk&minutes=15&k=1&lang=en'));
  test('is nothing at all before a run', () => expect(toAddress(FRESH, '')).toBe(''));
  test('that is empty starts afresh and asks for no run', () => expect(FRESH).toMatchObject({ plan: START, asked: false, tab: 'coverage', edits: [] }));
  test.each([
    ['an unknown mode', '?mode=fly'],
    ['minutes that are no number', '?minutes=soon'],
    ['minutes below zero', '?minutes=-5'],
    ['minutes beyond the limit', '?minutes=241'],
    ['k of three', '?k=3'],
    ['an unknown tab', '?tab=moon'],
    ['an unknown measure', '?measure=luck'],
    ['a level that is none', '?level=../etc'],
    ['a span of a year', '?span=year'],
    ['a run that is none', '?against=../etc'],
    ['too many sites', '?sites=5000'],
    ['an unknown fairness', '?fair=luck'],
    ['candidates from the sky', '?from=sky'],
    ['a budget without end', '?budget=Infinity'],
    ['an answer that is none', '?found=1'],
    ['a camera off the earth', '?map=102,400,3'],
    ['a lorry of negative height', '?height=-4'],
  ])('drops %s', (_, search) => expect({ ...fromAddress(search), asked: false }).toEqual(FRESH));
});

describe('the body of a plan', () => {
  test('leaves defaults to the server', () => expect(body(START)).toEqual({ mode: 'walk', minutes: 15, k: 1 }));
  test('names a lorry only to lorries', () => expect(body({ ...NIGHT, mode: 'ride' })).not.toHaveProperty('vehicle'));
  test('names all that was chosen', () =>
    expect(body(NIGHT)).toEqual({
      area: '990101',
      mode: 'truck',
      minutes: 12.5,
      k: 2,
      at: '2026-11-22T23:00',
      layer: 'night,unmet',
      verified_within_days: 90,
      filter: { kind: ['union_station', 'warm_station'], service: ['shower'] },
      vehicle: { height_m: 4.2, weight_t: 31 },
    }));
});
