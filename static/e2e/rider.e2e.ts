import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { Card } from '../src/api/types';
import { DESK, launch, shoot } from './browser';
import { focused, press } from './keys';
import { EVERY, HERE, Rider } from './rider';

const centre = inject('centre');

let browser: Browser;
let rider: Rider;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(() => rider.end());

async function start(...how: [options?: Parameters<typeof Rider.start>[1], address?: string]): Promise<void> {
  rider = await Rider.start(browser, ...how);
  page = rider.page;
}

describe('a rider on a phone', () => {
  beforeEach(() => start());

  test('finds a station near, opens its card and is offered navigation', async () => {
    await page.getByRole('button', { name: '在地图上选' }).waitFor();
    await shoot(page, 'rider-phone-start');
    await rider.useMyPosition();
    expect(await rider.cards.count()).toBe(20);
    await page.locator('near-sketch svg').first().waitFor();
    await shoot(page, 'rider-phone-list');
    await rider.map();
    await page.locator('rider-map .pin').first().waitFor();
    await shoot(page, 'rider-phone-list-map');
    await rider.open();
    const links = rider.first.getByRole('navigation').getByRole('link');
    expect(await links.allTextContents()).toEqual(['高德', '百度', '腾讯', '手机地图']);
    await shoot(page, 'rider-phone-card');
    expect(rider.faults).toEqual([]);
  });

  // Offsets between the datums in China: GCJ-02 is some hundred metres from
  // WGS-84, and BD-09 another 0.0065°, 0.0060° on, within a thousandth.
  test('is led by each app in its own datum', async () => {
    await rider.useMyPosition();
    await rider.open();
    const href = async (name: string) => decodeURIComponent((await rider.first.getByRole('link', { name, exact: true }).getAttribute('href'))!);
    const pair = (text: string, pattern: RegExp) => pattern.exec(text)!.slice(1, 3).map(Number) as [number, number];
    const [lat, lon] = pair(await href('手机地图'), /^geo:([\d.]+),([\d.]+)/);
    const [gcjLon, gcjLat] = pair(await href('高德'), /^https:\/\/uri\.amap\.com\/navigation\?to=([\d.]+),([\d.]+)/);
    const [txLat, txLon] = pair(await href('腾讯'), /tocoord=([\d.]+),([\d.]+)/);
    const [bdLat, bdLon] = pair(await href('百度'), /location=([\d.]+),([\d.]+).*coord_type=bd09ll/);
    expect([txLon, txLat]).toEqual([gcjLon, gcjLat]);
    expect(Math.hypot(gcjLon - lon, gcjLat - lat)).toBeGreaterThan(0.0005);
    expect(Math.hypot(gcjLon - lon, gcjLat - lat)).toBeLessThan(0.01);
    expect(Math.abs(bdLon - gcjLon - 0.0065)).toBeLessThan(0.001);
    expect(Math.abs(bdLat - gcjLat - 0.006)).toBeLessThan(0.001);
    expect(Math.hypot(lon - centre[0], lat - centre[1])).toBeLessThan(0.05);
  });

  test('goes on with the app that was used last', async () => {
    await rider.useMyPosition();
    await rider.open();
    await page.evaluate(() => document.addEventListener('click', (e) => e.preventDefault(), { capture: true })); // stay here
    await rider.first.getByRole('link', { name: '腾讯', exact: true }).click();
    await page.goto(EVERY);
    await rider.useMyPosition();
    expect(await rider.first.getByRole('link', { name: '去这里，用腾讯导航' }).getAttribute('href')).toMatch(/^https:\/\/apis\.map\.qq\.com/);
  });

  test('says how sure the position is, and is told when it is not', async () => {
    const body = await rider.asked(() => rider.useMyPosition());
    expect(body).toMatchObject({ accuracy_m: 40, by: 'time', mode: 'walk' });
    await rider.end();
    await start({ ...HERE, geolocation: { ...HERE.geolocation, accuracy: 900 } });
    await rider.useMyPosition();
    await page.getByText('定位可能差 900 米').waitFor();
  });

  test('filters by kind, by services and by how one gets in, and the address keeps it', async () => {
    await rider.useMyPosition();
    await rider.choose('类型', '职工驿站');
    for (const about of await page.locator('station-card .kind').allTextContents()) expect(about).toContain('职工驿站');
    await rider.bar('服务').click();
    const water = page.getByRole('checkbox', { name: '饮水' });
    await water.waitFor();
    await shoot(page, 'rider-phone-filter');
    await water.check();
    await page.keyboard.press('Escape');
    await rider.bar('直接进门').click();
    await rider.answered();
    const told = await page.locator('station-card .fact strong').allTextContents(); // how to get in, and what is free
    expect(new Set(told.filter((text) => text !== '免费'))).toEqual(new Set(['直接进']));
    expect(new URL(page.url()).search).toBe('?open=any&kind=union_station&service=water&entry=walk_in');
    const listed = await rider.ids();
    await page.reload();
    await rider.useMyPosition();
    expect(await rider.ids()).toEqual(listed);
    await rider.bar('清除全部').click();
    await rider.answered();
    expect(new URL(page.url()).search).toBe('');
    expect(rider.faults).toEqual([]);
  });

  test('asks for doors that are open on arrival, at night, or for all', async () => {
    await rider.useMyPosition();
    const arrival = rider.bar('到了还开着');
    expect(await rider.asked(() => arrival.click())).toMatchObject({ open: 'arrival' });
    expect(await page.locator('station-card .state.closed').count()).toBe(0);
    const night = await rider.asked(() => rider.bar('夜里也开').click());
    expect(night.open).toMatch(/T23:00:00\+08:00$|^arrival$/);
    expect(await rider.asked(() => rider.bar('夜里也开').click())).toMatchObject({ open: 'arrival' });
    expect(await rider.asked(() => arrival.click())).toMatchObject({ open: 'any' });
  });

  test('in the heat gets cool places first', async () => {
    await rider.useMyPosition();
    await rider.bar('先列纳凉的').click();
    await rider.answered();
    const parts = await page.locator('station-list .part').allTextContents();
    const cool = Number(/能纳凉的 (\d+) 个/.exec(parts[0]!)![1]);
    expect(cool).toBeGreaterThan(0);
    expect(parts[1]).toBe('其余的');
    const offers = await rider.cards.evaluateAll((all) => all.map((c) => ((c as unknown as { card: Card }).card.services ?? []).some((s) => s.code === 'cool' && (s.status === 'ok' || s.status === 'limited'))));
    expect(offers.lastIndexOf(true)).toBe(cool - 1);
    await shoot(page, 'rider-phone-heat');
    await rider.choose('服务', '如厕'); // which few cards name among their first
    const seen = await page.locator('station-card .seen').allTextContents();
    expect(seen.length).toBeGreaterThan(0);
    for (const text of seen) expect(text).toContain('如厕');
  });

  test('is told how far the nearest one is when none suits, and clears the filters', async () => {
    await rider.useMyPosition();
    await rider.choose('类型', '智能柜');
    await rider.choose('服务', '理发');
    await page.getByText('没有符合条件的驿站').waitFor();
    expect(await page.locator('station-list .note').textContent()).toMatch(/最近的一个是“.+”，离这里 .+(米|公里)/);
    await shoot(page, 'rider-phone-empty');
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect.poll(() => rider.cards.count()).toBe(20);
    expect(rider.faults).toEqual([]);
  });

  test('gets the next page and keeps the first', async () => {
    await rider.useMyPosition();
    const first = await rider.first.getAttribute('data-id');
    await page.getByRole('button', { name: '更多' }).click();
    await expect.poll(() => rider.cards.count()).toBe(40);
    expect(await rider.first.getAttribute('data-id')).toBe(first);
    expect(new Set(await rider.ids()).size).toBe(40);
  });

  test('reports a wasted trip and reads the answer of the office', async () => {
    await rider.useMyPosition();
    await rider.open();
    await rider.first.getByRole('button', { name: /白跑了/ }).click();
    await rider.first.getByText('还没有人反馈').waitFor();
    await rider.first.getByLabel(/说说情况/).fill('门锁着');
    await shoot(page, 'rider-phone-report');
    await rider.first.getByRole('button', { name: '发送' }).click();
    await rider.first.getByText('收到了').waitFor();
    await rider.first.getByText('等待答复').waitFor();
    expect(await rider.first.getByText('门锁着').count()).toBe(0); // private until it is answered
    await answerAll(page, '已提醒店家按时开门');
    await page.reload();
    await rider.useMyPosition();
    await rider.open();
    await rider.first.getByRole('button', { name: /白跑了/ }).click();
    await rider.first.getByText('已提醒店家按时开门').waitFor();
    await rider.first.getByText('门锁着').waitFor();
    await shoot(page, 'rider-phone-answer');
    expect(rider.faults).toEqual([]);
  });

  test('shares a station by a link that opens it', async () => {
    await rider.useMyPosition();
    const card = rider.cards.nth(4);
    const name = (await card.locator('h3').textContent())!;
    await card.getByRole('button', { name: '详情' }).click();
    await page.evaluate(() => {
      const copied = { writeText: (text: string) => Promise.resolve(void ((window as unknown as { copied: string }).copied = text)) };
      Object.defineProperty(navigator, 'clipboard', { value: copied });
    });
    await card.getByRole('button', { name: '分享此站' }).click();
    await page.getByText('链接已复制').waitFor();
    expect(await page.getByText('从选定的地方算').count()).toBe(0); // the ways begin where the rider is
    const link = await page.evaluate(() => (window as unknown as { copied: string }).copied);
    await rider.end();
    await start({}, link.replace(inject('origin'), ''));
    await rider.first.waitFor();
    expect(await page.locator('station-card[opened] h3').textContent()).toBe(name);
    await page.getByText('从选定的地方算').waitFor();
    expect(await page.getByText('要找的驿站不在下面').count()).toBe(0);
    await page.goto('about:blank');
    await page.goto(link.replace(/station=.*/, 'station=01900000-0000-7000-8000-000000000000')); // it is no more
    await page.getByText('要找的驿站不在下面').waitFor();
    await page.route('**/v1/nearby', (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }));
    await page.reload();
    await page.getByText('存下的结果').first().waitFor(); // what was saved knows nothing of other stations
    expect(await page.getByText('要找的驿站不在下面').count()).toBe(0);
    expect(rider.faults.filter((f) => !f.includes('502'))).toEqual([]);
  });

  test('calls 12351', async () => {
    expect(await page.getByRole('link', { name: /12351/ }).first().getAttribute('href')).toBe('tel:12351');
    await rider.useMyPosition();
    expect(await page.getByRole('navigation', { name: '附近的驿站' }).getByRole('link', { name: /12351/ }).getAttribute('href')).toBe('tel:12351');
  });

  test('is told in words when the server fails, and retries', async () => {
    await page.route('**/v1/nearby', (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.getByRole('button', { name: '找我附近的' }).click();
    await page.getByRole('alert').filter({ hasText: '服务器出错了' }).waitFor();
    await page.unroute('**/v1/nearby');
    await page.getByRole('alert').getByRole('button', { name: '重试' }).click();
    await rider.first.waitFor();
  });
});

describe('words and looks', () => {
  test('English is kept for the next visit', async () => {
    await start();
    await rider.useMyPosition();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Near me' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await rider.first.getByRole('button', { name: 'Details' }).click();
    await shoot(page, 'rider-phone-english');
    await page.goto(EVERY);
    await page.getByRole('button', { name: 'Find near me' }).waitFor();
    await shoot(page, 'rider-phone-english-start');
    expect(rider.faults).toEqual([]);
  });

  test('large type is kept, and nothing scrolls sideways with it', async () => {
    await start();
    await page.getByRole('button', { name: '大字' }).click();
    await page.reload();
    await rider.useMyPosition();
    expect(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))).toBe(21);
    await rider.open();
    await rider.fits();
    await shoot(page, 'rider-phone-large');
  });

  test('twice the text size fits, too', async () => {
    await start();
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await rider.useMyPosition();
    const boxes = (what: string) => page.locator(what).evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map((b) => ({ end: b.right, high: b.height })));
    const [head] = await boxes('page-head');
    const [bar, ...targets] = [...(await boxes('.bar')), ...(await boxes('.bar > *'))];
    expect(head!.high + bar!.high, 'what never scrolls away takes little of the screen').toBeLessThan(page.viewportSize()!.height / 5);
    expect(Math.max(...targets.map((t) => t.end)), 'the hotline is whole').toBeLessThanOrEqual(page.viewportSize()!.width);
    await rider.open();
    await rider.fits();
    await shoot(page, 'rider-phone-double');
  });

  test('dark is as the device asks until somebody chooses, and that is kept', async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await start({ ...HERE, colorScheme: 'light' });
    const light = await ground();
    await page.getByRole('button', { name: '深色' }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await ground()).toBe(dark);
    await rider.useMyPosition();
    await rider.map();
    await shoot(page, 'rider-phone-dark');
    await page.getByRole('button', { name: '浅色' }).click();
    expect(await ground()).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe(dark); // it follows the device again
  });

  test('targets are 44 px', async () => {
    await start();
    await rider.useMyPosition();
    await rider.map();
    await rider.open();
    const small = await page.locator('button, a.button, select, input:not([type=checkbox])').evaluateAll((all) =>
      all.filter((e) => e.checkVisibility() && Math.round(Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width)) < 44).map((e) => e.outerHTML),
    );
    expect(small).toEqual([]);
  });

  test('keys are enough, from the position to the map app', async () => {
    await start({ ...HERE, viewport: DESK });
    await press(page, '找我附近的');
    await rider.first.waitFor();
    await press(page, '详情');
    expect(await rider.first.getByRole('button', { name: '收起' }).getAttribute('aria-expanded')).toBe('true');
    await press(page, '高德', 'Shift'); // to it, no further
    await press(page, /白跑了/);
    await rider.first.getByRole('heading', { name: '骑手反馈' }).waitFor();
    expect(await focused(page)).toBe('骑手反馈');
  });
});

/** answerAll answers what riders told, as an editor of an open server may. */
async function answerAll(on: Page, text: string): Promise<void> {
  const { reports } = (await (await on.request.get('/v1/reports')).json()) as { reports: { id: number }[] };
  expect(reports.length).toBeGreaterThan(0);
  for (const { id } of reports) {
    const answer = await on.request.post(`/v1/reports/${id}/answer`, { data: { outcome: 'fixed', text } });
    expect(answer.status()).toBe(200);
  }
}
