import { describe, expect, test } from 'vitest';
import { en } from './en';
import { chosen } from './language';
import { zh } from './zh';

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
test('no entry is empty, and none is left in the other language', () => {
  const han = /\p{Script=Han}/u;
  for (const [key, text] of entries(zh)) expect(text, key).not.toBe('');
  for (const [key, text] of entries(en)) {
    expect(text, key).not.toBe('');
    if (key !== '.otherLanguage') expect(text, key).not.toMatch(han);
  }
});

function entries(table: object, path = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]) => {
    if (typeof value === 'object') return entries(value, `${path}.${key}`);
    return [[`${path}.${key}`, typeof value === 'function' ? String(value(2, 3, 'x')) : String(value)]] as [string, string][];
  });
}
