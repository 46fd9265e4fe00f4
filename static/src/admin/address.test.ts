import { describe, expect, test } from 'vitest';
import { START, filters, fromAddress, open, toAddress, type Desk } from './address';

const ID = '0190d6a0-0000-7000-8000-000000000001';

describe('the address of a desk', () => {
  test('reads back what was written', () => {
    const desk: Desk = { view: 'stations', q: '人民 路', kinds: ['driver_home', 'smart_locker'], lifecycles: ['planned'], area: '320102', verified: 'overdue', synthetic: 'false', sort: 'id', id: ID, what: 'history' };
    expect(fromAddress(toAddress(desk, ''))).toEqual(desk);
  });
  test('is empty for the beginning, and keeps the language', () => {
    expect(toAddress(START, '')).toBe('');
    expect(toAddress({ ...START, view: 'keys' }, '?lang=en&q=x')).toBe('?lang=en&view=keys');
  });
  test('drops what nobody knows', () => {
    expect(fromAddress('?view=secrets&kind=%3Cb%3E&area=x&verified=perhaps&sort=colour&id=7&what=all&key=yz_1_2')).toEqual(START);
  });
  test('never holds a key', () => {
    expect(toAddress(fromAddress('?key=yz_abc_secret&Authorization=Bearer'), '')).toBe('');
  });
});

test('what is found by words has no other order', () => {
  expect(filters({ ...START, sort: 'name' }).get('sort')).toBe('name');
  expect(filters({ ...START, sort: 'name', q: 'x' }).has('sort')).toBe(false);
});

test.each([
  ['anonymous', 0],
  ['reader', 1],
  ['planner', 2],
  ['editor', 5],
  ['admin', 8],
] as const)('a key of role %s opens %i tasks', (role, tasks) => {
  expect(open(role)).toHaveLength(tasks);
});
