import { describe, expect, test } from 'vitest';
import { EMPTY, body } from './journey';

const ROUTE: [number, number][] = [[118.12345678, 32], [119, 33]];

describe('the question for a route', () => {
  test('says nothing that was not said', () =>
    expect(body(ROUTE, EMPTY)).toEqual({
      route: { type: 'LineString', coordinates: [[118.123457, 32], [119, 33]] },
      datum: 'wgs84',
      mode: 'truck',
      corridor_m: 2000,
      limit: 200,
      service: ['truck_parking'],
    }));
  test('tells vehicle, departure, what was driven, and the hours of the navigator in seconds', () =>
    expect(body(ROUTE, { ...EMPTY, heightM: '4.2', weightT: '30', departure: '2026-11-22T20:00', drivenMinutes: '90', hours: '4.5', services: ['shower'] })).toMatchObject({
      vehicle: { height_m: 4.2, weight_t: 30 },
      departure: '2026-11-22T20:00',
      drive: { driven_minutes: 90 },
      duration_s: 16_200,
      service: ['shower'],
    }));
});
