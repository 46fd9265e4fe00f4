import { expect, test } from 'vitest';
import { csv } from './files';

test('a file of rows has the mark, quotes what must be quoted, and runs nothing', () => {
  expect(csv([['区,县', 1.5, null], ['=1+1', 'a"b', '一']])).toBe('\uFEFF"区,县",1.5,\r\n\'=1+1,"a""b",一\r\n');
});

test('a negative number is a number', () => expect(csv([[-1]])).toBe('\uFEFF-1\r\n'));
