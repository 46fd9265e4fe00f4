import { describe, expect, test } from 'vitest';
import { en } from './en';
import { spoken } from './hours';
import { zh } from './zh';

describe('spoken', () => {
  test.each([
    ['ranges of days and several spans', 'Mo-Fr 08:30-12:00,14:00-18:00; PH off', '周一至周五 08:30-12:00,14:00-18:00；节假日 休息'],
    ['lists of days', 'Sa,Su 09:00-17:00', '周六,周日 09:00-17:00'],
    ['round the clock', '24/7', '全天 24 小时'],
    ["an office's own words", '每天早上6点至晚上23点', '每天早上6点至晚上23点'],
    ['words that only begin like a day', 'Monday 9-17', 'Monday 9-17'],
  ])('%s', (_, hours, want) => expect(spoken(hours, zh)).toBe(want));
  test('in English', () => expect(spoken('Mo-Fr 08:30-18:00; Su closed', en)).toBe('Mon–Fri 08:30-18:00; Sun closed'));
});
