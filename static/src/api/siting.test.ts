import { expect, test } from 'vitest';
import { question, type Wish } from './siting';

const PLAIN: Wish = { p: 5, spacing: 0, fair: 'most', longer: '', from: 'gaps', budget: 0, siteCost: 0, single: false };
const BANK = { lon: 118.8, lat: 32.06, cost: 3 };

test('a plain wish leaves all else to the server', () => {
  expect(question('0123456789abcdef', { ...PLAIN, budget: 9, single: true }, [BANK])).toEqual({ base: '0123456789abcdef', p: 5, seconds: 10 });
});

test.each([
  ['a least share', { fair: 'least80' }, { equity: { least_share: 0.8 } }],
  ['the worst-off first', { fair: 'worst' }, { equity: { raise_worst: true } }],
  ['spacing', { spacing: 500 }, { spacing_m: 500 }],
  ['longer hours', { longer: '23:00' }, { hours: { until: '23:00' } }],
] as const)('a wish for %s says so', (_, wish, sent) => {
  expect(question('0123456789abcdef', { ...PLAIN, ...wish })).toMatchObject(sent);
});

test.each([
  ['hosts alone', { from: 'hosts' }, { candidates: [BANK] }],
  ['hosts beside roadsides', { from: 'both' }, { candidates: [BANK], gap_points: 4000 }],
  ['a budget', { from: 'both', budget: 20, siteCost: 4 }, { candidates: [BANK], gap_points: 4000, budget: 20, site_cost: 4 }],
  ['one of each host', { from: 'hosts', siteCost: 4, single: true }, { candidates: [BANK], one_per_host: true }],
] as const)('a wish for %s says so, and no more', (_, wish, sent) => {
  expect(question('0123456789abcdef', { ...PLAIN, ...wish }, [BANK])).toEqual({ base: '0123456789abcdef', p: 5, seconds: 10, ...sent });
});
