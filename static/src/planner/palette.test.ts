import { describe, expect, test } from 'vitest';
import { NONE, bands, paint } from './palette';

describe('bands', () => {
  test('of 15 minutes end at 5, 10, 15, 20, 30 and never', () => expect(bands(15).map((b) => b.to)).toEqual([5, 10, 15, 20, 30, null]));
  test.each([
    [5, [1.5, 3.5, 5, 6.5, 10]],
    [10, [3, 7, 10, 13, 20]],
    [12.5, [4, 8, 12.5, 17, 25]],
    [1, [0.33, 0.67, 1, 1.33, 2]],
  ])('of %d minutes end at round figures, but for the limit', (limit, ends) => expect(bands(limit).map((b) => b.to)).toEqual([...ends, null]));
  test('begin where the one before ends', () => {
    const all = bands(10);
    for (let i = 1; i < all.length; i++) expect(all[i]!.from).toBe(all[i - 1]!.to);
  });
  test('are covered up to the limit, inclusive, and not after', () => {
    for (const b of bands(20)) expect(b.covered).toBe(b.to !== null && b.to <= 20);
  });
  test('differ in colour', () => expect(new Set(bands(15).map((b) => b.colour)).size).toBe(6));
});

// A step expression takes the next colour at its stop: the stop lies a hair
// after the end, because an end is inclusive.
test('paint keeps 15.000 minutes in the covered band and 15.001 out of it', () => {
  const step = paint(15) as unknown[];
  const colourAt = (m: number) => {
    let colour = step[2];
    for (let i = 3; i < step.length; i += 2) if (m >= (step[i] as number)) colour = step[i + 1];
    return colour;
  };
  expect(colourAt(-1)).toBe(NONE);
  const byColour = (c: unknown) => bands(15).find((b) => b.colour === c);
  expect(byColour(colourAt(15))?.covered).toBe(true);
  expect(byColour(colourAt(15.001))?.covered).toBe(false);
});
