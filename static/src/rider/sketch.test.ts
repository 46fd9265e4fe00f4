import { describe, expect, test } from 'vitest';
import type { Card } from '../api/types';
import { SAMPLE } from '../station/sample';
import { HIGH, WIDE, sketch } from './sketch';

const HERE = { lon: 118, lat: 32 };

function at(lon: number, lat: number): Card {
  return { ...SAMPLE, id: `${lon},${lat}`, lon, lat };
}

describe('a sketch', () => {
  test('has north above and east on the right', () => {
    const { dots } = sketch(HERE, [at(118, 32.01), at(118.01, 32)]);
    const [east, north] = [dots.find((d) => d.n === 2)!, dots.find((d) => d.n === 1)!];
    expect([Math.sign(north.y), Math.round(north.x)]).toEqual([-1, 0]);
    expect([Math.sign(east.x), Math.round(east.y)]).toEqual([1, 0]);
  });
  test('keeps every station inside', () => {
    for (const { x, y } of sketch(HERE, [at(118.3, 32), at(118, 31.5), at(117.99, 32.001)]).dots) {
      expect(Math.abs(x)).toBeLessThan(WIDE / 2);
      expect(Math.abs(y)).toBeLessThan(HIGH / 2);
    }
  });
  test('leaves the corner of its button free', () => {
    const [dot] = sketch(HERE, [at(118.02, 32.006)]).dots;
    expect(dot!.x > 85 && dot!.y < -15).toBe(false);
    const [low] = sketch(HERE, [at(118.02, 31.994)]).dots;
    expect(low!.x).toBeGreaterThan(dot!.x);
  });
  // 0.01° of latitude are 1,111.95 m: a tenth of them more than the circle of a kilometre.
  test('measures by a circle of round metres', () => {
    const { dots, ring } = sketch(HERE, [at(118, 32.01)]);
    expect(ring.metres).toBe(1000);
    expect(-dots[0]!.y / ring.radius).toBeCloseTo(1.112, 2);
  });
  test('does not blow up who stands at the door', () => expect(sketch(HERE, [at(118, 32)]).ring.metres).toBe(100));
  test('draws the nearest on top', () => expect(sketch(HERE, [at(118, 32), at(118, 32)]).dots.at(-1)!.n).toBe(1));
});
