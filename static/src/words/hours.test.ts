import { describe, expect, test } from 'vitest';
import { en } from './station-en';
import { spoken } from './hours';
import { zh } from './station-zh';

describe('spoken', () => {
  test.each([
    ['ranges of days and several spans', 'Mo-Fr 08:30-12:00,14:00-18:00; PH off', '周一至周五 08:30-12:00,14:00-18:00；节假日 休息'],
    ['lists of days', 'Sa,Su 09:00-17:00', '周六,周日 09:00-17:00'],
    ['seasons', 'May-Sep Mo-Su 08:00-18:00; Oct-Apr Mo-Su 09:00-17:00', '5月至9月 周一至周日 08:00-18:00；10月至4月 周一至周日 09:00-17:00'],
    ['dates', '2026 Feb 16-22 off', '2026年2月16-22日 休息'],
    ['dates over months', 'Dec 24-Jan 5 10:00-16:00', '12月24日至1月5日 10:00-16:00'],
    ['weeks of the month', 'Sa[1] 09:00-12:00; Fr[-1] off', '每月第1个周六 09:00-12:00；每月最后一个周五 休息'],
    ['a comment in Chinese', 'Mo-Fr 09:00-17:00 open "调休上班"; PH off', '周一至周五 09:00-17:00（调休上班）；节假日 休息'],
    ['always, in words', '24/7 open "全年无休"', '全天 24 小时（全年无休）'],
    ['not certain', 'PH unknown "节假日未说明"', '节假日 时间不定（节假日未说明）'],
    ['a fallback', 'Mo-Fr 09:00-17:00 || "请先来电"', '周一至周五 09:00-17:00；其余：（请先来电）'],
    ['round the clock', '24/7', '全天 24 小时'],
    ["an office's own words", '每天早上6点至晚上23点', '每天早上6点至晚上23点'],
    ['words that only begin like a day', 'Monday 9-17', 'Monday 9-17'],
  ])('%s', (_, hours, want) => expect(spoken(hours, zh)).toBe(want));
  test('in English', () => expect(spoken('Mo-Fr 08:30-18:00; Su closed', en)).toBe('Mon–Fri 08:30-18:00; Sun closed'));
});
