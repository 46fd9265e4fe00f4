import { describe, expect, test } from 'vitest';
import type { Point } from '../map/datum';
import { LONGEST, fromFragment, toFragment } from './address';
import { EMPTY, type Journey } from './journey';

const ROUTE: Point[] = [[118.79168, 32.06232], [118.8, 32.1], [-73.98513, -40.75889]];
const JOURNEY: Journey = { heightM: '4', lengthM: '12.5', weightT: '', departure: '2026-11-22T21:00', drivenMinutes: '30', hours: '', corridorM: '5000', services: ['truck_parking', 'shower'] };

// winding is a route of n points some 30 m apart.
function winding(n: number): Point[] {
  return Array.from({ length: n }, (_, i) => [110 + i * 0.0003, 30 + Math.sin(i / 5) * 0.0004]);
}

describe('the link to a route', () => {
  test('carries the route to a metre and all that was said of the journey', () => {
    const { fragment, step } = toFragment(ROUTE, JOURNEY);
    expect(step).toBe(0);
    expect(fromFragment(fragment)).toEqual({ route: ROUTE, journey: { heightM: '4', lengthM: '12.5', departure: '2026-11-22T21:00', drivenMinutes: '30', corridorM: '5000', services: ['truck_parking', 'shower'] } });
  });

  test('has only characters that no chat breaks', () => {
    expect(toFragment([...ROUTE, ...winding(400)], JOURNEY).fragment).toMatch(/^#[\w\-=&,:.]+$/);
  });

  test('leaves out what is as usual, and is empty for nothing', () => {
    expect(toFragment([], EMPTY)).toEqual({ fragment: '', step: 0 });
    expect(toFragment([], { ...EMPTY, services: [] }).fragment).toBe('#service=');
    expect(fromFragment('#service=').journey.services).toEqual([]);
  });

  test('of a long route keeps fewer points, its ends among them, and says so', () => {
    const route = winding(6000);
    const { fragment, step } = toFragment(route, EMPTY);
    expect(step).toBeGreaterThan(25);
    const back = fromFragment(fragment).route;
    expect(back.length).toBeGreaterThan(100);
    expect(fragment.length).toBeLessThanOrEqual(LONGEST + '#route='.length);
    for (const i of [0, -1]) back.at(i)!.forEach((v, axis) => expect(v).toBeCloseTo(route.at(i)![axis]!, 5));
  });

  test('of a route without end carries none, and says so', () => {
    const { fragment, step } = toFragment(Array.from({ length: 10_000 }, (_, i) => [80 + i * 0.005, 30 + (i % 7) * 0.01]), EMPTY);
    expect([fragment, step]).toEqual(['', undefined]);
  });

  test.each(['', '#', '#route=', '#route=~~~', '#route=%00', `#route=${'_'.repeat(50)}`, `#route=${'A'.repeat(LONGEST + 1)}`, '#height=tall&driven=-1&departure=now&corridor=1e9&hours=99999999', '#at=118.8,32.1'])('takes what makes no sense for nothing: %.40s', (hash) => {
    expect(fromFragment(hash)).toEqual({ route: [], journey: {} });
  });
});
