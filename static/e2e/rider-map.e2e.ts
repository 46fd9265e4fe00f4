import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { DESK, launch, shoot } from './browser';
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

describe('a rider without a position', () => {
  test('is not asked for it before a tap, and is found by the network when no satellite is', async () => {
    const asked = () => page.evaluate(() => (window as unknown as { asked?: boolean[] }).asked ?? []);
    await start({ ...HERE });
    await page.addInitScript(() => {
      const { geolocation } = navigator;
      const real = geolocation.getCurrentPosition.bind(geolocation);
      const how: boolean[] = ((window as unknown as { asked: boolean[] }).asked = []);
      geolocation.getCurrentPosition = (found, failed, options) => {
        how.push(options!.enableHighAccuracy!);
        if (options!.enableHighAccuracy) failed!({ code: 3, PERMISSION_DENIED: 1 } as GeolocationPositionError);
        else real(found, failed, options);
      };
    });
    await page.goto(EVERY, { waitUntil: 'networkidle' });
    expect(await asked()).toEqual([]);
    await rider.useMyPosition();
    expect(await asked()).toEqual([true, false]);
  });

  test('who refuses it is told what else to do', async () => {
    await start({ permissions: [] });
    await page.getByRole('button', { name: '找我附近的' }).click();
    await page.getByText('没有得到定位许可').waitFor();
  });

  test('finds a station by a part of its name, by pinyin too', async () => {
    await start({});
    const { stations } = (await (await page.request.get('/v1/stations?limit=1&kind=warm_station')).json()) as { stations: { name: string }[] };
    const name = stations[0]!.name;
    await page.getByRole('searchbox').fill(name);
    await page.locator('name-search li button').first().click();
    await rider.first.waitFor();
    expect(await page.locator('station-card[opened] h3').textContent()).toBe(name);
    await page.getByRole('searchbox').fill('sljyz'); // 示例…暖心驿站 has no such initials
    await page.getByText('没有找到。这里只按站名、地址、区县查').waitFor();
    await page.getByRole('searchbox').fill('nuanxin');
    await expect.poll(() => page.locator('name-search li button').count()).toBeGreaterThan(2);
    expect(rider.faults).toEqual([]);
  });

  test('finds a district and looks in its middle', async () => {
    await start({});
    const { areas } = (await (await page.request.get('/v1/meta')).json()) as { areas: { name: string; parent?: string }[] };
    await page.getByRole('searchbox').fill(areas.find((a) => a.parent)!.name);
    await page.locator('name-search li').filter({ hasText: '区县' }).first().getByRole('button').click();
    await rider.first.waitFor();
  });

  test('taps the map, and later presses it for long to look elsewhere', async () => {
    await start({ viewport: DESK });
    await page.getByRole('button', { name: '在地图上选' }).click();
    const map = page.locator('rider-map');
    await map.locator('canvas').waitFor();
    await rider.settle();
    await map.click({ position: { x: 300, y: 300 } });
    await rider.first.waitFor();
    await rider.settle();
    await shoot(page, 'rider-desk');
    expect(await rider.drawn(['minor', 'middle', 'major'])).toBeGreaterThan(0);
    await map.locator('.pin').nth(2).click();
    expect(await page.locator('station-card[opened]').count()).toBe(1);
    const elsewhere = await rider.asked(() => map.click({ position: { x: 40, y: 500 }, button: 'right' }));
    expect(elsewhere).not.toHaveProperty('accuracy_m');
    await page.emulateMedia({ colorScheme: 'dark' });
    await rider.settle();
    await shoot(page, 'rider-desk-dark');
    expect(rider.faults).toEqual([]);
  });

  test('opens a shared link; the fragment is sent to nobody', async () => {
    await start({}, `/#at=${centre[0]},${centre[1]}`);
    await page.getByRole('navigation').waitFor();
    expect(rider.faults).toEqual([]);
  });
});

describe('the map on a phone', () => {
  const TOUCH = { ...HERE, hasTouch: true, isMobile: true };

  test('a finger that stays looks elsewhere, one that taps does not', async () => {
    await start(TOUCH);
    await rider.useMyPosition();
    const before = await rider.ids();
    await page.getByRole('button', { name: '大地图' }).click();
    await page.getByText('长按地图').waitFor();
    await rider.settle();
    await shoot(page, 'rider-phone-map');
    const [x, y] = await ground(page);
    let asked = 0;
    page.on('request', (r) => (asked += Number(r.url().endsWith('/v1/nearby'))));
    await tap(page, x, y);
    await rider.settle();
    expect(asked).toBe(0);
    expect(await rider.ids()).toEqual(before);
    const body = await rider.asked(() => hold(page, x, y));
    expect(Math.hypot(Number(body.lon) - centre[0], Number(body.lat) - centre[1])).toBeGreaterThan(0.0005);
    expect(rider.faults).toEqual([]);
  });

  test('moved by keys, it offers to look there', async () => {
    await start();
    await rider.useMyPosition();
    await rider.map();
    await canvas().focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    const body = await rider.asked(() => page.getByRole('button', { name: '查这一带' }).click());
    expect(Number(body.lon)).toBeGreaterThan(centre[0]);
  });

  test('who asked for it once has it on the next visit', async () => {
    await start();
    await rider.useMyPosition();
    expect(await page.locator('rider-map').count()).toBe(0);
    await rider.map();
    await page.reload();
    await rider.useMyPosition();
    await rider.settle();
  });

  test('a pin opens its card, and the map stays as the rider left it', async () => {
    await start();
    await rider.useMyPosition();
    await rider.map();
    await page.locator('rider-map .maplibregl-ctrl-zoom-out').click();
    await rider.settle();
    const left = await rider.zoom();
    await page.locator('rider-map .pin').first().click();
    await page.locator('station-card[opened]').waitFor();
    await rider.settle();
    expect(await rider.zoom()).toBe(left);
  });
});

function canvas(): Locator {
  return page.locator('rider-map canvas');
}

/** ground is a point of the screen where the map shows nothing but ground. */
async function ground(on: Page): Promise<[number, number]> {
  const box = (await on.locator('rider-map').boundingBox())!;
  return on.evaluate(({ x, y, width, height }) => {
    const deepest = (root: Document | ShadowRoot, left: number, top: number): Element | null => {
      const at = root.elementFromPoint(left, top);
      return at?.shadowRoot && at.shadowRoot !== root ? (deepest(at.shadowRoot, left, top) ?? at) : at;
    };
    for (let top = y + height * 0.8; top > y; top -= 20) {
      for (let left = x + 20; left < x + width - 20; left += 20) {
        const clear = [-15, 15].every((d) => deepest(document, left + d, top + d)?.tagName === 'CANVAS');
        if (clear) return [left, top] as [number, number];
      }
    }
    throw new Error('no ground is to be seen');
  }, box);
}

/** Tapped is the map's element, with when its map heard of a tap. */
interface Tapped {
  map: { once(event: 'click', listener: () => void): void };
  tapped: Promise<void>;
}

/** tap touches the screen shortly, and waits until the map has heard of it. */
async function tap(on: Page, x: number, y: number): Promise<void> {
  const element = on.locator('rider-map');
  await element.evaluate((host) => {
    const one = host as unknown as Tapped;
    one.tapped = new Promise((resolve) => one.map.once('click', () => resolve()));
  });
  await on.touchscreen.tap(x, y);
  await element.evaluate((host) => (host as unknown as Tapped).tapped);
}

/** hold presses a finger on the screen until the page has asked for what is
 *  near: a busy machine takes its time to call it long. */
async function hold(on: Page, x: number, y: number): Promise<void> {
  const cdp = await on.context().newCDPSession(on);
  const asked = on.waitForRequest('**/v1/nearby');
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  await asked;
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
