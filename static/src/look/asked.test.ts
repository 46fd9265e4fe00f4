import { expect, test } from 'vitest';
import { Asked } from './asked';

const host = { addController: () => {}, removeController: () => {}, requestUpdate: () => {}, updateComplete: Promise.resolve(true) };

test('the same key is asked once, another one anew', async () => {
  const asked = new Asked<number>(host);
  let count = 0;
  const question = () => Promise.resolve(++count);
  asked.ask('a', question);
  asked.ask('a', question);
  await asked.done;
  expect([asked.value, asked.busy]).toEqual([1, false]);
  asked.ask('b', question);
  await asked.done;
  expect(asked.value).toBe(2);
});

test('the answer of a question that was given up is not taken', async () => {
  const asked = new Asked<string>(host);
  let answer!: (text: string) => void;
  asked.ask('old', () => new Promise((resolve) => (answer = resolve)));
  const old = asked.done;
  asked.ask('new', () => Promise.resolve('new'));
  await asked.done;
  answer('old');
  await old;
  expect(asked.value).toBe('new');
});

test('a problem takes the answer of before away, and again asks again', async () => {
  const asked = new Asked<string>(host);
  asked.ask('a', () => Promise.resolve('fine'));
  await asked.done;
  let fails = true;
  asked.ask('b', () => (fails ? Promise.reject(new Error('no')) : Promise.resolve('yes')));
  await asked.done;
  expect([asked.value, (asked.problem as Error).message]).toEqual([undefined, 'no']);
  fails = false;
  asked.again();
  await asked.done;
  expect([asked.value, asked.problem]).toEqual(['yes', undefined]);
});
