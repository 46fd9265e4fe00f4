import { expect, test } from 'vitest';
import type { DeskMeta } from '../api/registry';
import { stated } from './stated';

const word = (code: string, zh: string) => ({ code, zh, en: code });
const meta = {
  areas: [],
  words: { services: [word('wifi', '无线网络'), word('shower', '淋浴')], kinds: [word('union', '职工驿站')], position_qualities: [word('surveyed', '实测')], access_methods: [] },
} as unknown as DeskMeta;

test.each([
  ['a number with its label', 'phone', '[{"label":"值班室","phone":"025-86500001"},{"phone":"12351"}]', '值班室 025-86500001、12351'],
  ['numbers', 'phone', '025-86500001;12351', '025-86500001、12351'],
  ['services as codes', 'services', 'wifi;shower', '无线网络、淋浴'],
  ['services that stand somehow', 'services', '[{"code":"wifi","status":"ok"},{"code":"shower","status":"ok","note":"自带毛巾"}]', '无线网络、淋浴（自带毛巾）'],
  ['a code', 'kind', 'union', '职工驿站'],
  ['a code under another name', 'quality', 'surveyed', '实测'],
  ['hours', 'hours', '24/7', '全天 24 小时'],
  ['a position', 'position', '118.7700000,32.0600000,gcj02', '118.770000, 32.060000 GCJ-02'],
  ['yes', 'street_front', 'yes', '是'],
  ['no, of lorries', 'truck_cctv', 'no', '否'],
  ['a number', 'truck_spaces', '120', '120'],
  ['words', 'honours', '先进;模范', '先进、模范'],
  ['a text', 'address', '中山路1号;2号', '中山路1号;2号'],
  ['a text that only looks like a list', 'address', '[旧]中山路1号', '[旧]中山路1号'],
  ['days', 'closures', '2026-02-16..2026-02-22 春节;2026-10-01..2026-10-03', '2026-02-16..2026-02-22 春节、2026-10-01..2026-10-03'],
  ['nothing', 'phone', undefined, ''],
])('a conflict about %s', (_, column, value, want) => {
  expect(stated(column, value, meta)).toBe(want);
});
