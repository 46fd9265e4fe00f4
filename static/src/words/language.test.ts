import { describe, expect, test } from 'vitest';
import { chosen } from './language';

describe('chosen', () => {
  test.each([
    ['Chinese first', '', null, 'zh'],
    ['the address asks', '?lang=en', null, 'en'],
    ['the last visit is kept', '', 'en', 'en'],
    ['the address goes before the last visit', '?lang=zh', 'en', 'zh'],
    ['an unknown language is Chinese', '?lang=fr', null, 'zh'],
  ] as const)('%s', (_, search, kept, want) => expect(chosen(search, kept)).toBe(want));
});

// The compiler holds the tables to the same entries; this holds them to words.
const chinese = import.meta.glob<object>('./*zh.ts', { eager: true, import: 'zh' });
const english = import.meta.glob<object>('./*en.ts', { eager: true, import: 'en' });

test('every Chinese table has an English one', () => {
  const wanted = Object.keys(chinese).map((path) => path.replace('zh.ts', 'en.ts'));
  expect(Object.keys(english).sort()).toEqual(wanted.sort());
});

test.each(Object.entries(chinese))('no entry of %s is empty', (_, table) => {
  for (const [key, text] of entries(table)) expect(text, key).not.toBe('');
});

test.each(Object.entries(english))('no entry of %s is empty or Chinese', (_, table) => {
  for (const [key, text] of entries(table)) {
    expect(text, key).not.toBe('');
    if (key !== '.otherLanguage') expect(text, key).not.toMatch(/\p{Script=Han}/u);
  }
});

function entries(table: object, path = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]) => {
    if (typeof value === 'object') return entries(value, `${path}.${key}`);
    return [[`${path}.${key}`, typeof value === 'function' ? String(value(2, 3, 'x')) : String(value)]] as [string, string][];
  });
}
