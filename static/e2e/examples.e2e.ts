import './provided';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, type Card, type Datum } from '../src/client/yizhan';
import { PHONE, launch, visit } from './browser';

const origin = inject('origin');
const [lon, lat] = inject('centre');

// Where the middle of the city is in a datum: no example converts by itself.
async function middle(datum: Datum): Promise<{ lon: number; lat: number }> {
  return (await connect(origin).POST('/v1/locate', { body: { lon, lat, datum: 'wgs84' } })).data![datum];
}

async function expected(datum: Datum, limit: number): Promise<Card[]> {
  const { data } = await connect(origin).POST('/v1/nearby', { body: { ...(await middle(datum)), datum, mode: 'ride', by: 'time', open: 'arrival', limit } });
  return data!.stations;
}

describe('the H5 example', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch({ webgl: false });
  });
  afterAll(() => browser.close());

  test('lists stations for the maps of AMap, Baidu and the browser, and tells what is wrong', async () => {
    const { page, context, faults } = await visit(browser, origin, { viewport: PHONE, geolocation: { longitude: lon, latitude: lat }, permissions: ['geolocation'] });
    for (const datum of ['gcj02', 'bd09'] as const) {
      const here = await middle(datum);
      await page.goto(`/examples/h5/?lon=${here.lon}&lat=${here.lat}&datum=${datum}`);
      const [first] = await expected(datum, 5);
      await expect.poll(() => page.locator('li code').first().textContent()).toBe(`[${first!.lon}, ${first!.lat}]`);
      expect(await page.locator('yizhan-map').getAttribute('datum')).toBe(datum);
    }
    await page.frameLocator('iframe').locator('body').waitFor();
    await page.getByRole('button', { name: '用我的位置' }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toContain('wgs84');
    expect(faults).toEqual([]);
    await page.getByLabel('经度').fill('999');
    await page.getByRole('button', { name: '查 Find' }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toContain('lon:');
    await context.close();
  });
});

// Program is a page of the mini-program, as WeChat would hold it.
interface Program extends Record<string, unknown> {
  data: Record<string, unknown>;
  onLoad: (options: Record<string, string>) => void;
  pickMarker: (event: { detail: { markerId: number } }) => void;
  openWeb: () => void;
}

// mini runs a page of the mini-program with a wx that asks the real server.
function mini(path: string, wx: Record<string, unknown>): Program {
  const source = (name: string) => readFileSync(fileURLToPath(new URL(`../public/examples/miniprogram/${name}`, import.meta.url)), 'utf8');
  const config: { exports: Record<string, unknown> } = { exports: {} };
  runInContext(source('config.js'), createContext({ module: config }));
  let program: Program | undefined;
  const Page = (given: Program) => {
    program = given;
    program.setData = (change: object) => Object.assign(given.data, change);
  };
  runInContext(source(path), createContext({ wx, Page, require: () => ({ ...config.exports, origin }) }));
  return program!;
}

type Told = (answer: Record<string, unknown>) => void;

// request is wx.request: it asks, and calls back.
function request({ url, method, header, data, success, fail }: { url: string; method: string; header: Record<string, string>; data: unknown; success: Told; fail: Told }): void {
  fetch(url, { method, headers: header, body: JSON.stringify(data) })
    .then(async (answer) => success({ statusCode: answer.status, data: await answer.json() }))
    .catch((cause: unknown) => fail({ errMsg: String(cause) }));
}

describe('the mini-program', () => {
  test('puts the stations of the server on its own map, where they are', async () => {
    const here = await middle('gcj02');
    const opened: Record<string, unknown>[] = [];
    const page = mini('pages/nearby/nearby.js', {
      getLocation: ({ type, success }: { type: string; success: Told }) => success({ longitude: here.lon, latitude: here.lat, type }),
      request,
      openLocation: (place: Record<string, unknown>) => opened.push(place),
      navigateTo: (to: Record<string, unknown>) => opened.push(to),
    });
    page.onLoad({});
    await expect.poll(() => (page.data.markers as unknown[]).length).toBeGreaterThan(0);
    const stations = await expected('gcj02', 20);
    expect(page.data.markers).toMatchObject(stations.map((s, i) => ({ id: i, longitude: s.lon, latitude: s.lat, title: s.name })));
    expect(page.data.problem).toBe('');
    page.pickMarker({ detail: { markerId: 0 } });
    page.openWeb();
    expect(opened).toMatchObject([{ longitude: stations[0]!.lon, latitude: stations[0]!.lat, name: stations[0]!.name }, { url: `/pages/web/web?lon=${here.lon}&lat=${here.lat}` }]);
  });

  test('says so when there is no position, no server, or too much was asked', async () => {
    const shut = mini('pages/nearby/nearby.js', { getLocation: ({ fail }: { fail: Told }) => fail({}) });
    shut.onLoad({});
    expect(shut.data.problem).toContain('定位');
    const position = ({ success }: { success: Told }) => success({ longitude: 999, latitude: 0 });
    const busy = mini('pages/nearby/nearby.js', { getLocation: position, request: ({ success }: { success: Told }) => success({ statusCode: 429, data: { type: '/problems/too_many' } }) });
    busy.onLoad({});
    expect(busy.data.problem).toContain('太勤');
    const wrong = mini('pages/nearby/nearby.js', { getLocation: position, request });
    wrong.onLoad({});
    await expect.poll(() => wrong.data.problem).toContain('现在查不了');
  });

  test('shows the page of the server in a web-view', async () => {
    const here = await middle('gcj02');
    const page = mini('pages/web/web.js', {});
    page.onLoad({ lon: String(here.lon), lat: String(here.lat) });
    const answer = await fetch(page.data.address as string);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
    const shown = new URL(answer.url).searchParams;
    expect(Number(shown.get('lon'))).toBeCloseTo(lon, 5);
    expect(Number(shown.get('lat'))).toBeCloseTo(lat, 5);
  });
});
