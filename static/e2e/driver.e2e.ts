import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';
import { acrossTheCity, paste } from './driver';
import { still } from './still';

const centre = inject('centre');

let browser: Browser;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(() => seen.context.close());

async function start(viewport = PHONE, address = '/drive'): Promise<void> {
  seen = await visit(browser, inject('origin'), { viewport });
  page = seen.page;
  await page.goto(address);
}

/** run asks for the plan and returns the question's body. */
async function run(): Promise<{ route: { coordinates: [number, number][] } } & Record<string, unknown>> {
  const question = page.waitForRequest('**/v1/along');
  await page.getByRole('button', { name: '找站、排休息' }).click();
  await page.locator('call-list').waitFor();
  return (await question).postDataJSON();
}

describe('a driver in a cab', () => {
  test('sees the hour of departure on a narrow phone, not the day alone', async () => {
    await start();
    const departure = page.getByLabel('出发时间');
    await departure.fill('2026-12-31T22:45');
    const [given, needed] = await departure.evaluate((field: HTMLInputElement) => {
      const given = field.offsetWidth;
      field.style.width = 'max-content';
      return [given, field.offsetWidth];
    });
    expect(given).toBeGreaterThanOrEqual(needed!);
  });

  test('pastes a route, tells the lorry, and gets the plan of rests', async () => {
    await start();
    await shoot(page, 'drive-phone-start');
    const files = await page.evaluate(() => performance.getEntriesByType('resource').map((r) => r.name));
    expect(files.filter((name) => name.includes('maplibre'))).toEqual([]); // it waits until a map is asked for
    await paste(page, acrossTheCity());
    await page.getByText('路线有 3 个点').waitFor();
    await page.getByLabel('车高').fill('4');
    await page.getByLabel('车长').fill('12');
    await page.getByLabel('出发前已连续').fill('230');
    const body = await run();
    expect(body).toMatchObject({ datum: 'wgs84', mode: 'truck', vehicle: { height_m: 4, length_m: 12 }, drive: { driven_minutes: 230 }, service: ['truck_parking'] });
    const stop = page.locator('rest-plan article').first();
    expect(await stop.textContent()).toMatch(/到，歇到.*处 · (路左侧|路右侧|就在路上) · (绕 .+ \/ .+|不绕路)/s);
    await stop.getByText('休息期间').waitFor();
    await stop.getByText(/停得下/).waitFor();
    expect(await page.locator('rest-plan section').textContent()).toMatch(/停 1 次，每次至少 20 分钟.*第六十二条/s);
    expect(await page.locator('call-list article').count()).toBeGreaterThan(1);
    await shoot(page, 'drive-phone-plan');
    const told = timeless(await stop.textContent());
    await shoot(page, 'drive-phone-full', true);
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(wide).toBeLessThanOrEqual(screen!);
    expect(seen.faults).toEqual([]);
    // Whoever opens the link sees the same plan; the route goes to no address.
    const link = page.url();
    const paths: string[] = [];
    page.on('request', (r) => paths.push(r.url()));
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText('路线有 3 个点').waitFor();
    expect(await page.getByLabel('出发前已连续').inputValue()).toBe('230');
    expect(timeless(await page.locator('rest-plan article').first().textContent())).toBe(told);
    expect(paths.filter((path) => !path.startsWith(link) && path.includes('route='))).toEqual([]);
    await page.getByRole('button', { name: '清空' }).click();
    expect(new URL(page.url()).hash).not.toContain('route');
    await page.goto('about:blank');
    await page.goto('/drive');
    expect(await page.getByLabel('车高').inputValue()).toBe('4'); // the lorry is kept, the route is not
    await page.getByText('还没有路线').waitFor();
  });

  test('is told which stretch is too long', async () => {
    await start();
    await paste(page, '102.4,40.2;102.4,44.5'); // far out of the demo's city
    await run();
    await page.getByRole('alert').filter({ hasText: '要连续开' }).waitFor();
    await shoot(page, 'drive-phone-no-plan');
  });

  test.each([
    ['GPX', '<gpx><trk><trkseg><trkpt lat="40.15" lon="102.35"/><trkpt lat="40.2" lon="102.4"/></trkseg></trk></gpx>'],
    ['GeoJSON', '{"type":"LineString","coordinates":[[102.35,40.15],[102.4,40.2]]}'],
  ])('may paste %s', async (_, text) => {
    await start();
    await paste(page, text);
    expect((await run()).route.coordinates).toEqual([[102.35, 40.15], [102.4, 40.2]]);
  });

  test('plans what was pasted and not yet taken, though the server was away when the page opened', async () => {
    seen = await visit(browser, inject('origin'));
    page = seen.page;
    await page.route('**/v1/meta', (route) => route.abort());
    await page.goto('/drive');
    await page.getByText('连不上服务器').waitFor();
    await page.getByRole('button', { name: '在地图上点出路线' }).click();
    await page.locator('driver-map canvas').waitFor(); // it needs to know no more
    await page.unroute('**/v1/meta');
    await page.getByText('粘贴路线').click();
    await page.getByRole('textbox', { name: /GeoJSON/ }).fill('{"type":"LineString","coordinates":[[102.35,40.15],[102.4,40.2]]}');
    expect((await run()).route.coordinates).toEqual([[102.35, 40.15], [102.4, 40.2]]); // GeoJSON is in WGS-84
    await page.getByRole('checkbox', { name: '停车' }).waitFor(); // by its name: the server was asked again
  });

  test('is told in words what is wrong with a pasted route', async () => {
    await start();
    await paste(page, '40.15,102.35;40.2,102.4');
    await page.getByText('写成了纬度在前').waitFor();
    await paste(page, 'somewhere');
    await page.getByText('看不懂').waitFor();
    await page.getByRole('button', { name: '找站、排休息' }).click();
    await page.getByText('先点出或粘贴').waitFor();
  });

  // The server tells one station in three datums by its links; what was read
  // there in AMap's comes home to what was read in WGS-84.
  test.each([
    ['gcj02', 'amap', /to=([\d.]+),([\d.]+)/, false],
    ['bd09', 'baidu', /location=([\d.]+),([\d.]+)/, true],
  ] as const)('may paste %s, which is brought home', async (datum, app, pattern, turned) => {
    await start();
    const answer = await page.request.post('/v1/nearby', { data: { lon: centre[0], lat: centre[1], limit: 2 } });
    const { stations } = (await answer.json()) as { stations: { lon: number; lat: number; navigate: Record<string, string> }[] };
    const text = stations.map((s) => {
      const [a, b] = pattern.exec(s.navigate[app]!)!.slice(1, 3) as [string, string];
      return turned ? `${b},${a}` : `${a},${b}`;
    });
    await paste(page, text.join(';'), datum);
    const { route } = await run();
    route.coordinates.forEach(([lon, lat], i) => {
      expect(Math.abs(lon - stations[i]!.lon)).toBeLessThan(2e-6);
      expect(Math.abs(lat - stations[i]!.lat)).toBeLessThan(2e-6);
    });
  });
});

describe('a driver at a desk', () => {
  test('taps a route on the map and sees the rests on it', async () => {
    await start(DESK);
    const map = page.locator('driver-map');
    await map.locator('canvas').waitFor();
    await loaded();
    for (const position of [{ x: 150, y: 500 }, { x: 400, y: 300 }, { x: 650, y: 150 }]) await map.click({ position });
    await page.getByText('路线有 3 个点').waitFor();
    await page.getByRole('button', { name: '退一点' }).click();
    await page.getByText('路线有 2 个点').waitFor();
    await map.click({ position: { x: 650, y: 150 } });
    await page.getByLabel('出发前已连续').fill('235');
    await run();
    await map.locator('.mark.rest').first().waitFor();
    await loaded();
    await shoot(page, 'drive-desk');
    await map.locator('.mark.rest').first().click();
    await page.locator('rest-plan article.picked').waitFor();
    expect(seen.faults).toEqual([]);
  });

  test('draws by keys: the centre of the map is a point', async () => {
    await start(DESK);
    await page.locator('driver-map canvas').waitFor();
    await loaded();
    await page.getByRole('button', { name: '加上地图中心' }).press('Enter');
    await page.locator('driver-map canvas').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await loaded();
    await page.getByRole('button', { name: '加上地图中心' }).press('Enter');
    await page.getByText('路线有 2 个点').waitFor();
    await page.getByRole('button', { name: '找站、排休息' }).press('Enter');
    await page.locator('call-list').waitFor();
    expect(seen.faults).toEqual([]);
  });
});

/** loaded waits until the map has drawn all it asked for. */
async function loaded(): Promise<void> {
  await still(page, 'driver-map');
}

// timeless leaves the hours out: who opens a link sets out later.
function timeless(text: string | null): string {
  return text!.replace(/\d\d:\d\d/g, '…');
}
