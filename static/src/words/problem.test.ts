import { afterEach, describe, expect, test, vi } from 'vitest';
import { tongue } from './language';
import { inTongue } from './problem';

vi.stubGlobal('document', { documentElement: {} });
afterEach(() => tongue.use('zh'));

describe('what is wrong, in Chinese', () => {
  test.each([
    ['is required', '必填'],
    ['is required on a floor other than 1', '不在一楼的必须填写'],
    ['is longer than 100 characters', '超过 100 个字'],
    ['suspect: row 7 has this name 12 m away', '和第 7 行同名，相距 12 米'],
    ['looks swapped: longitude and latitude in each other\'s place', '经纬度像是写反了'],
    ['suspect: 40 of 50 positions fit the ground clearly better as bd09 than as stated', '50 个位置中有 40 个按 bd09 更吻合：坐标系可能选错了'],
    ['at character 12: cannot read "x"', '第 12 个字符：读不懂 "x"'],
    ['必填 is required', '必填'],
    ['超出区划权限 this key is bound to another division', '超出区划权限'],
    ['表头在第 2 行 the header is row 2', '表头在第 2 行'],
    ['有 3 行被隐藏，照常读取 3 hidden rows were read like any other', '有 3 行被隐藏，照常读取'],
    ['跳过第 4、6 行：是合计 rows 4, 6 were passed over: they are totals', '跳过第 4、6 行：是合计'],
    ['待审核 6 条 6 questions for review: yizhan review list', '待审核 6 条'],
    ['工作表 sheet: Sheet1', '工作表：Sheet1'],
    ['未识别而略过的列 columns that were ignored: 序号, 姓名', '未识别而略过的列：序号, 姓名'],
    ['没有读的工作表 sheets that were not read: 二季度', '没有读的工作表：二季度'],
    ['nobody has translated this', 'nobody has translated this'],
  ])('%s', (text, want) => {
    expect(inTongue(text)).toBe(want);
  });
});

test('in English the mark goes and the Chinese half too', () => {
  tongue.use('en');
  expect(inTongue('suspect: row 7 has the same')).toBe('row 7 has the same');
  expect(inTongue('输入有误 the record breaks a rule')).toBe('the record breaks a rule');
  expect(inTongue('未识别而略过的列 columns that were ignored: 序号, 姓名')).toBe('columns that were ignored: 序号, 姓名');
  expect(inTongue('有 3 行被隐藏，照常读取 3 hidden rows were read like any other')).toBe('3 hidden rows were read like any other');
});
