import { expect, test } from 'vitest';
import { Latest } from './latest';

// slow answers when it is told to.
function slow() {
  const asked: number[] = [];
  const done: (() => void)[] = [];
  const latest = new Latest<number>((q) => {
    asked.push(q);
    return new Promise((resolve) => done.push(resolve));
  });
  const answer = async () => {
    done.shift()!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { latest, asked, answer };
}

test('of the questions that come while one is asked, only the last is asked', async () => {
  const { latest, asked, answer } = slow();
  for (const q of [1, 2, 3, 4]) latest.put(q);
  expect(asked).toEqual([1]);
  await answer();
  expect(asked).toEqual([1, 4]);
  await answer();
  latest.put(5);
  expect(asked).toEqual([1, 4, 5]);
});

test('after a stop nothing that waited is asked, and what comes later is', async () => {
  const { latest, asked, answer } = slow();
  latest.put(1);
  latest.put(2);
  latest.stop();
  latest.put(3);
  await answer();
  expect(asked).toEqual([1, 3]);
});
