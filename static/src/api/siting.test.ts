import { expect, test } from 'vitest';
import { question } from './siting';

test('a plain wish leaves all else to the server', () => {
  expect(question('0123456789abcdef', { p: 5, spacing: 0, fair: 'most', longer: '' })).toEqual({ base: '0123456789abcdef', p: 5, seconds: 10 });
});

test.each([
  ['a least share', { fair: 'least80' }, { equity: { least_share: 0.8 } }],
  ['the worst-off first', { fair: 'worst' }, { equity: { raise_worst: true } }],
  ['spacing', { spacing: 500 }, { spacing_m: 500 }],
  ['longer hours', { longer: '23:00' }, { hours: { until: '23:00' } }],
] as const)('a wish for %s says so', (_, wish, sent) => {
  expect(question('0123456789abcdef', { p: 5, spacing: 0, fair: 'most', longer: '', ...wish })).toMatchObject(sent);
});
