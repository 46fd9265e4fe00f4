import './provided';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, shoot, visit, type Visit } from './browser';
import { drawn, eyes, settle, shifted, where } from './chart';

const origin = inject('origin');
const WIDE = { width: 1440, height: 900 };
const RUN = '/plan?mode=walk&minutes=15&k=1';

let browser: Browser;
let plain: Browser; // draws no map, which makes it quick
let seen: Visit;
let page: Page;

beforeAll(async () => {
  [browser, plain] = await Promise.all([launch(), launch({ webgl: false })]);
});
afterAll(() => Promise.all([browser.close(), plain.close()]));
afterEach(async () => {
  const { faults } = seen;
  await seen.context.close();
  expect(faults).toEqual([]);
});

async function start(address: string, by = browser): Promise<void> {
  seen = await visit(by, origin, { viewport: WIDE });
  page = seen.page;
  await page.goto(address);
  await page.locator('bench-tabs').waitFor();
}

const pair = () => page.locator('whatif-panel .pair');
const edits = () => page.locator('edit-list li');

describe('a planner who tries what would help', () => {
  test('drags a station and sees figures, cells and districts follow before it is let go', async () => {
    await start(`${RUN}&tab=whatif`);
    const [id, from] = await lonely();
    await settle(page);
    const at = await where(page, from);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    const told = new Set<string>();
    for (let step = 1; step <= 4; step++) {
      await page.mouse.move(at.x - step * 18, at.y - step * 13);
      await expect.poll(async () => (await pair().count()) > 0 && !told.has(await pair().innerText())).toBe(true);
      told.add(await pair().innerText());
      await shoot(page, `plan-whatif-drag-${step}`);
    }
    expect(told.size).toBe(4);
    expect(new URL(page.url()).searchParams.has('edit')).toBe(false); // not kept yet
    await page.mouse.up();
    await edits().first().waitFor();
    expect(await edits().count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('edit')).toContain(id);
    expect(await page.locator('effect-summary .changes tbody tr').count()).toBeGreaterThan(0);
    expect(await shifted(page)).toBeGreaterThan(0);
  });

  test('opens one on the map, closes one, gives hours, undoes, and keeps a link', async () => {
    await start(`${RUN}&at=2026-11-23T22:00&tab=whatif`);
    await settle(page);
    await page.getByRole('button', { name: '在地图上开新站' }).click();
    await page.locator('planner-map canvas').click({ position: { x: 330, y: 560 } });
    await page.getByRole('heading', { name: '新站 1' }).waitFor();
    await expect.poll(() => pair().count()).toBe(1);
    await page.getByRole('searchbox', { name: '按名称找站点' }).fill('示例');
    await page.getByRole('button', { name: '找', exact: true }).click();
    await page.locator('station-find li button').first().click();
    await page.getByRole('button', { name: 'Mo-Su 07:00-23:00' }).click();
    await expect.poll(() => edits().count()).toBe(2);
    await page.getByRole('button', { name: '撤销' }).click();
    await expect.poll(() => edits().count()).toBe(1);
    await page.getByRole('button', { name: '重做' }).click();
    await expect.poll(() => edits().count()).toBe(2);
    await shoot(page, 'plan-whatif');
    const [link, told] = [page.url(), await stable()];
    await page.goBack(); // the browser undoes too
    await expect.poll(() => edits().count()).toBe(1);
    await page.goto(link);
    await expect.poll(() => edits().count()).toBe(2);
    await expect.poll(() => pair().innerText()).toBe(told);
    await page.getByRole('button', { name: '全部清除' }).click();
    await page.getByText('还没有改动').waitFor();
  });

  test('does it all without a pointer', async () => {
    await start(`${RUN}&tab=whatif`, plain);
    await page.getByRole('tab', { name: '试一试' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: '单点依赖' }).waitFor();
    await page.locator('reliance-panel li button').first().focus();
    await page.keyboard.press('Enter'); // picks the station that most rely on
    await page.getByRole('tab', { name: '单点依赖' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: '关掉这个站' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => edits().count()).toBe(1);
    await expect.poll(() => page.locator('whatif-panel .down').count()).toBeGreaterThan(0);
  });
});

describe('a planner who looks for the next sites', () => {
  test('is told a bound, tries one, and finds them again by the address', async () => {
    await start(`${RUN}&tab=sites`);
    await page.getByRole('spinbutton', { name: '建几个' }).fill('3');
    await page.getByRole('spinbutton', { name: '建几个' }).press('Tab');
    await page.getByRole('button', { name: '开始选址' }).click();
    await page.getByText(/任选 3 个都不可能超过 \d+(\.\d)?%/).waitFor();
    expect(await page.locator('sites-panel ol li').count()).toBe(3);
    await settle(page);
    expect(await drawn(page, 'sites')).toBe(3);
    await shoot(page, 'plan-sites');
    for (const link of await page.locator('sites-panel a.button').all()) {
      expect((await page.request.get((await link.getAttribute('href'))!)).status()).toBe(200);
    }
    const [after, first] = [await page.locator('sites-panel .pair').innerText(), page.locator('sites-panel ol li').first()];
    await page.reload();
    await expect.poll(() => page.locator('sites-panel .pair').innerText()).toBe(after);
    await page.getByLabel('候选点').selectOption('hosts');
    await page.getByRole('button', { name: '开始选址' }).click();
    await page.getByText('先选一个场所文件').waitFor();
    await page.getByLabel('场所文件', { exact: true }).setInputFiles({ name: 'hosts.csv', mimeType: 'text/csv', buffer: Buffer.from(shops()) });
    await page.getByLabel('坐标系').selectOption('wgs84');
    await page.getByText('读到 26 行，25 处可作候选').waitFor();
    await page.locator('hosts-box summary').click();
    await page.getByRole('cell', { name: '应是大于 0 的数' }).waitFor();
    await page.getByLabel('总预算').fill('6');
    await page.getByLabel('总预算').press('Tab');
    await expect.poll(() => drawn(page, 'hosts')).toBeGreaterThan(0);
    await page.getByRole('button', { name: '开始选址' }).click();
    await page.getByText(/合计成本 [246]，预算 6/).waitFor();
    expect(await first.innerText()).toContain('示例店');
    expect(new URL(page.url()).searchParams.get('from')).toBe('hosts');
    await shoot(page, 'plan-hosts');
    await first.getByRole('button', { name: '把第 1 个放进' }).click();
    await page.getByRole('heading', { name: '改动 1 处' }).waitFor();
    await expect.poll(() => pair().innerText()).toMatch(/→/);
  });
});

describe('a planner who looks closer', () => {
  test('goes through the hours, and the map follows', async () => {
    await start(`${RUN}&tab=hours`);
    await page.locator('hours-panel plan-chart canvas').waitFor();
    const day = await page.locator('.share strong, .note').first().innerText();
    await page.getByRole('slider', { name: '钟点' }).fill('23');
    await page.getByText(/23:00 有 \d+ 个站开着/).waitFor();
    await expect.poll(() => page.getByText(/^算好了/).innerText()).not.toBe(day);
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/T23:00$/);
    await settle(page);
    expect(await drawn(page, 'resting')).toBeGreaterThan(0); // the open ones alone
    await shoot(page, 'plan-hours');
    await page.getByRole('button', { name: '看一周' }).click();
    const picked = page.locator('week-grid td[aria-selected=true] button');
    await picked.focus();
    expect(await page.getByRole('gridcell').count()).toBe(168);
    const figure = await picked.innerText();
    await page.keyboard.press('ArrowUp'); // from 23:00 to 22:00, which is covered better
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('at')).toMatch(/T22:00$/);
    await expect.poll(() => picked.innerText()).not.toBe(figure);
    await expect.poll(() => page.getByText(/^算好了/).innerText()).toContain(`${await picked.innerText()}.`); // the map's run says the same
    await shoot(page, 'plan-week');
    const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV', exact: true }).click()]);
    expect((await readFile(await table.path(), 'utf8')).trim().split('\n').length).toBe(169);
    await page.getByRole('button', { name: '不看时间' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.has('at')).toBe(false);
  });

  test('keeps a run and compares it with another on two maps that move together', async () => {
    await start(`${RUN}&tab=compare`);
    await page.getByRole('button', { name: '夜里 22:00' }).click();
    await expect.poll(() => page.locator('planner-map').count()).toBe(2);
    await page.locator('compare-panel .changes tbody tr').first().waitFor();
    await settle(page);
    await expect.poll(async () => new Set(await eyes(page)).size).toBe(1); // before anybody moves one
    await page.locator('planner-map').first().getByRole('button', { name: /zoom in|放大/i }).click();
    await settle(page);
    await expect.poll(async () => new Set(await eyes(page)).size).toBe(1);
    await shoot(page, 'plan-compare');
    const told = await page.locator('compare-panel .pair').innerText();
    await page.reload();
    await expect.poll(() => page.locator('compare-panel .pair').innerText()).toBe(told);
  });

  test('compares runs as they were computed, whatever edits are tried', async () => {
    await start(RUN);
    const [id, [lon, lat]] = await lonely();
    await page.goto(`${RUN}&tab=whatif&edit=${encodeURIComponent(`r~${id}`)}&edit=${encodeURIComponent(`a~${lon}~${lat}~~`)}`);
    await page.locator('effect-summary[aria-busy=false]').waitFor();
    await expect.poll(() => drawn(page, 'edited')).toBe(1);
    await page.locator('planner-map .label').waitFor();
    await expect.poll(() => shifted(page)).toBeGreaterThan(0);
    await page.getByRole('tab', { name: '对比' }).click();
    await page.getByRole('button', { name: '夜里 22:00' }).click();
    await expect.poll(() => page.locator('planner-map').count()).toBe(2);
    await page.locator('compare-panel .changes tbody tr').first().waitFor();
    await settle(page);
    expect([await drawn(page, 'edited'), await shifted(page)]).toEqual([0, 0]);
    expect(await page.locator('planner-map.main .label').innerText()).toMatch(/^B /);
    await page.getByText('试算的 2 处改动不算在内').waitFor();
    await shoot(page, 'plan-compare-edits');
    await page.getByRole('tab', { name: '试一试' }).click();
    await expect.poll(() => drawn(page, 'edited')).toBe(1); // the edits are kept
  });

  test('sees which stations most rely on, and how evenly people are served', async () => {
    await start(`${RUN}&tab=reliance`);
    await page.locator('reliance-panel li button').first().click();
    await page.getByText(/粉色线/).waitFor();
    await settle(page);
    expect(await drawn(page, 'loads')).toBeGreaterThan(0);
    expect(await drawn(page, 'circle-line')).toBeGreaterThan(0);
    const legend = await page.locator('map-legend .sides').innerText();
    expect(legend).toContain('只靠这个站的需求');
    expect(legend).not.toContain('驿站（圈内是几个）'); // those are not shown here
    await shoot(page, 'plan-reliance');
    await page.getByRole('tab', { name: '公平' }).click();
    await page.getByRole('columnheader', { name: 'Gini' }).waitFor();
    expect(await page.locator('equity-panel tbody tr').count()).toBeGreaterThan(2);
    await page.getByRole('combobox', { name: '怎么衡量' }).selectOption('kth');
    await page.getByRole('columnheader', { name: '中位' }).waitFor();
    expect(new URL(page.url()).searchParams.get('measure')).toBe('kth');
    await page.getByRole('tab', { name: '分区' }).click();
    const [before] = await eyes(page);
    await page.locator('districts-panel tbody button').first().click();
    await expect.poll(async () => (await eyes(page))[0]).not.toBe(before);
  });

  test('takes a picture with the map, the legend and the figures', async () => {
    await start(RUN);
    await settle(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '图片 PNG' }).click()]);
    const file = await readFile(await download.path());
    expect(file.subarray(1, 4).toString()).toBe('PNG');
    expect(file.length).toBeGreaterThan(50_000);
    await download.saveAs(`${import.meta.dirname}/../../artifacts/screenshots/plan-picture.png`);
  });
});

/** lonely is a counted station that many rely on, and where it is. */
async function lonely(): Promise<[string, [number, number]]> {
  const run = (await (await page.request.post('/v1/coverage', { data: { mode: 'walk', minutes: 15, k: 1 } })).json()) as { id: string };
  const all = (await (await page.request.get(`/v1/coverage/${run.id}/stations?f=geojson`)).json()) as {
    features: { properties: { station: string }; geometry: { coordinates: [number, number] } }[];
  };
  return [all.features[0]!.properties.station, all.features[0]!.geometry.coordinates];
}

/** shops are a file of hosts all over the city, one of them for nothing. */
function shops(): string {
  const [lon, lat] = inject('centre');
  const steps = [-2, -1, 0, 1, 2];
  const rows = steps.flatMap((x) => steps.map((y) => `示例店${x}${y},示例便利,${lon + x * 0.022},${lat + y * 0.018},2`));
  return ['名称,所属单位,经度,纬度,成本', ...rows, `白送,示例便利,${lon},${lat},0`].join('\n');
}

/** stable is the effect once it is that of all edits. */
async function stable(): Promise<string> {
  await page.locator('effect-summary[aria-busy=false]').waitFor();
  return pair().innerText();
}
