import { describe, expect, test } from 'vitest';
import type { Card } from '../api/types';
import { SAMPLE } from './sample';
import { zh as station } from '../words/station-zh';
import { zh as shared } from '../words/zh';
import { doorway, type Asked } from './opening';

const zh = { ...shared, ...station };
const CARD = { ...SAMPLE, duration_s: 600 };
const now = Date.parse('2026-11-22T17:00:00+08:00');
const at = (hm: string) => `2026-11-22T${hm}:00+08:00`;

// The walk takes ten minutes: who sets out at 17:00 is there at 17:10.
describe('doorway', () => {
  test.each([
    ['open on arrival, until when', 'arrival', { closes_at: at('22:00') }, 'open', '到了还开着 · 至 22:00', ''],
    ['little time left is said', 'arrival', { closes_at: at('18:00') }, 'open', '到了还开着 · 至 18:00', '到后还能待 50 分钟'],
    ['more than an hour is hours and minutes', 'arrival', { closes_at: at('19:05') }, 'open', '到了还开着 · 至 19:05', '到后还能待 1 小时 55 分钟'],
    ['closing soon after arrival', 'arrival', { open: 'closing_soon', closes_at: at('17:35') }, 'closing_soon', '到后不久关门 · 至 17:35', '到后还能待 25 分钟'],
    ['round the clock', 'arrival', { hours: '24/7' }, 'open', '到了还开着 · 24 小时', ''],
    ['open, nobody knows until when', 'arrival', {}, 'open', '到了还开着', ''],
    ['unknown is not guessed', 'arrival', { open: 'unknown', closes_at: at('18:00') }, 'unknown', '到时开不开不明 · 先打电话问', ''],
    ['open now, shut on arrival', 'now', { closes_at: at('17:15') }, 'closed', '开着 · 至 17:15', '赶过去就关门了'],
    ['closed now, open by then', 'now', { open: 'closed', opens_at: at('17:05') }, 'closed', '现在没开 · 17:05 开门', '等你到就开了'],
    ['closed until tomorrow', 'now', { open: 'closed', opens_at: '2026-11-23T08:30:00+08:00' }, 'closed', '现在没开 · 明天 08:30 开门', ''],
    ['closed for good', 'now', { open: 'closed' }, 'closed', '现在没开', ''],
    ['in the evening the way does not count', 'night', { closes_at: at('23:30') }, 'open', '夜里开着 · 至 23:30', ''],
  ] as [string, Asked, Partial<Card>, string, string, string][])('%s', (_, asked, part, state, text, hint) =>
    expect(doorway({ ...CARD, ...part }, asked, now, zh)).toEqual({ state, text, hint }),
  );
});
