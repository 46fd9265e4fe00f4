import { expect, test } from 'vitest';
import { sums } from './usage';

test('what keys asked adds up by key, today beside all', () => {
  const got = sums(
    [
      { key: 'a', day: '2026-11-21', asked: 5, refused: 1 },
      { key: 'a', day: '2026-11-22', asked: 2, refused: 0 },
      { key: 'b', day: '2026-11-21', asked: 1, refused: 0 },
    ],
    '2026-11-22',
  );
  expect(Object.fromEntries(got)).toEqual({ a: { today: 2, all: 7, refused: 1 }, b: { today: 0, all: 1, refused: 0 } });
});
