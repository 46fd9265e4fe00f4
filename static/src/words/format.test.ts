import { describe, expect, test } from 'vitest';
import { en } from './en';
import { clock, count, distance, duration, percent, until } from './format';
import { zh } from './zh';

describe('distance', () => {
  test.each([
    ['nothing at all', 0, '0 米'],
    ['steps of ten metres', 344, '340 米'],
    ['just under a kilometre', 994, '990 米'],
    ['a kilometre is not 1000 m', 996, '1 公里'],
    ['a nought after the point says nothing', 2000, '2 公里'],
    ['a decimal below ten', 9949, '9.9 公里'],
    ['none from ten', 9950, '10 公里'],
    ['separators in far ones', 1234567, '1,235 公里'],
  ])('%s', (_, metres, want) => expect(distance(metres, zh)).toBe(want));
});

describe('duration', () => {
  test.each([
    ['there already is a minute', 0, '1 分钟'],
    ['whole minutes stay', 360, '6 分钟'],
    ['a second over is the next one', 361, '7 分钟'],
    ['two hours are still minutes', 7200, '120 分钟'],
    ['more are hours and minutes', 7201, '2 小时 1 分钟'],
    ['a day is the most', 86_400, '24 小时'],
    ['further is no time to tell', 86_401, ''],
  ])('%s', (_, seconds, want) => expect(duration(seconds, zh)).toBe(want));
});

describe('percent', () => {
  test.each([
    ['nothing', 0, '0%'],
    ['all', 1, '100%'],
    ['almost all is not all', 0.9999, '99.9%'],
    ['almost nothing is not nothing', 0.0001, '0.1%'],
    ['one decimal', 0.7783, '77.8%'],
  ])('%s', (_, share, want) => expect(percent(share)).toBe(want));
});

test('count rounds and separates', () => expect(count(1234567.6)).toBe('1,234,568'));

describe('clock', () => {
  const now = Date.parse('2026-11-22T21:30:00+08:00');
  test.each([
    ['today by the clock of China', '2026-11-22T14:00:00Z', '22:00'],
    ['past midnight is tomorrow', '2026-11-23T06:05:00+08:00', '明天 06:05'],
    ['later with its day', '2026-11-30T08:00:00+08:00', '11月30日 08:00'],
    ['no moment', 'soon', ''],
  ])('%s', (_, moment, want) => expect(clock(moment, now, zh)).toBe(want));
  test('in English', () => expect(clock('2026-11-23T06:05:00+08:00', now, en)).toBe('tomorrow 06:05'));
});

describe('until', () => {
  const now = Date.parse('2026-11-22T23:58:00+08:00');
  test.each([
    ['midnight is the end of today', '2026-11-23T00:00:00+08:00', '24:00'],
    ['the one after is the end of tomorrow', '2026-11-24T00:00:00+08:00', '明天 24:00'],
    ['one further off ends its own day', '2026-12-01T00:00:00+08:00', '11月30日 24:00'],
    ['what ends past midnight ends tomorrow', '2026-11-23T02:00:00+08:00', '明天 02:00'],
    ['no moment', 'soon', ''],
  ])('%s', (_, moment, want) => expect(until(moment, now, zh)).toBe(want));
});
