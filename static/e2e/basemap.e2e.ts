import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BufferWriter, Compression, S2PMTilesWriter, TileType } from 's2-pmtiles';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';
import { serve } from './server';
import { still } from './still';

const centre = inject('centre');
const DEGREES_A_PIXEL = 360 / 512 / 2 ** 15; // at zoom 15
const REVIEW = 'GS(2026)0001号（测试）';
// What the pictures show matters to nobody here.
const PICTURE = fileURLToPath(new URL('../public/icon-192.png', import.meta.url));

let browser: Browser;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Placed is a station in both datums, as the server tells them: AMap's own
 *  link is in GCJ-02. */
interface Placed {
  id: string;
  home: [number, number];
  amap: [number, number];
}

/** nearest is the station that the rider's page lists first. */
async function nearest(origin: string): Promise<Placed> {
  const answer = await fetch(`${origin}/v1/nearby`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ lon: centre[0], lat: centre[1], by: 'time', limit: 1 }) });
  const { stations } = (await answer.json()) as { stations: { id: string; lon: number; lat: number; navigate: { amap: string } }[] };
  const { id, lon, lat, navigate } = stations[0]!;
  const [, x, y] = /to=([\d.]+),([\d.]+)/.exec(navigate.amap)!;
  return { id, home: [lon, lat], amap: [Number(x), Number(y)] };
}

/** Chart is what these tests ask of a map. */
interface Chart {
  project(at: [number, number]): { x: number; y: number };
  getCenter(): { lng: number; lat: number };
  jumpTo(to: { center: [number, number]; zoom: number }): void;
  queryRenderedFeatures(at: [[number, number], [number, number]] | object, options?: object): { properties: { id?: string } }[];
}

/** onMap does something with the map of a page, in the page. */
function onMap<T, A>(element: string, job: (map: Chart, given: A) => T, given: A): Promise<T> {
  const inside = `(element, given) => {
    const find = (root) => root.querySelector(element) ?? [...root.querySelectorAll('*')].map((e) => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
    return (${job.toString()})(find(document).map, given);
  }`;
  return page.evaluate(`(${inside})(${JSON.stringify(element)}, ${JSON.stringify(given)})`) as Promise<T>;
}

/** pixel is where the map draws a pair of its own coordinates, on the screen. */
async function pixel(element: string, at: [number, number]): Promise<[number, number]> {
  const { x, y } = await onMap(element, (map, p) => map.project(p), at);
  const box = (await page.locator(`${element} canvas`).boundingBox())!;
  return [box.x + x, box.y + y];
}

describe('AMap under everything', () => {
  let tiles: Server;
  let elsewhere: string;
  let server: { origin: string; end: () => Promise<void> };
  let asked: URL[] = [];
  let away: 'no' | 'none' | 'silent' = 'no'; // it has its pictures, or none of them, or says nothing
  let station: Placed;

  beforeAll(async () => {
    const picture = await readFile(PICTURE);
    tiles = createServer((request, response) => {
      asked.push(new URL(request.url!, 'http://x'));
      if (away === 'silent') return;
      response.writeHead(away === 'none' ? 404 : 200, { 'Content-Type': 'image/png', 'Access-Control-Allow-Origin': '*' });
      response.end(away === 'none' ? '' : picture);
    });
    await new Promise<void>((ready) => tiles.listen(0, '127.0.0.1', ready));
    elsewhere = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`;
    const further = ['--basemap', 'amap', '--basemap-review', REVIEW, '--basemap-url', `${elsewhere}/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}`];
    server = await serve(inject('yizhan'), inject('dir'), 'e2e-amap.log', further);
    station = await nearest(server.origin);
  });
  afterAll(async () => {
    await server?.end();
    await new Promise((closed) => tiles.close(closed));
  });

  async function start(address: string, viewport = DESK): Promise<void> {
    seen = await visit(browser, server.origin, { viewport });
    page = seen.page;
    asked = [];
    await page.goto(address);
  }

  /** end ends the visit, whose only faults may be pictures from elsewhere. */
  async function end(): Promise<void> {
    expect(seen.faults.filter((f) => f !== `left the origin: ${elsewhere}`)).toEqual([]);
    await seen.context.close();
  }

  test('a rider sees a station where AMap has it, and a long press is sent in WGS-84', async () => {
    expect(Math.hypot(station.amap[0] - station.home[0], station.amap[1] - station.home[1])).toBeGreaterThan(0.001); // the datums differ here
    await start(`/?open=any#at=${centre[0]},${centre[1]}`);
    await page.locator('rider-map .pin').first().waitFor();
    await still(page, 'rider-map');
    expect(await page.locator('rider-map .credit').textContent()).toBe(`© 高德地图 · 示例数据 · 审图号：${REVIEW}`);
    // Its pin ends at the pixel of its GCJ-02 place; that of WGS-84 is far off.
    const at = await pixel('rider-map', station.amap);
    const wrong = await pixel('rider-map', station.home);
    const pin = (await page.locator('rider-map .pin').first().boundingBox())!;
    const tip: [number, number] = [pin.x + pin.width / 2, pin.y + pin.height];
    expect(Math.hypot(tip[0] - at[0], tip[1] - at[1])).toBeLessThan(3);
    expect(Math.hypot(wrong[0] - at[0], wrong[1] - at[1])).toBeGreaterThan(20);
    // So does its point in our tiles, which were asked in that datum.
    await onMap('rider-map', (map, p) => map.jumpTo({ center: p, zoom: 15 }), station.amap);
    await still(page, 'rider-map');
    const found = await onMap('rider-map', (map, p) => {
      const { x, y } = map.project(p);
      return map.queryRenderedFeatures([[x - 2, y - 2], [x + 2, y + 2]], { layers: ['stations'] }).map((f) => f.properties.id);
    }, station.amap);
    expect(found).toContain(station.id);
    // The pictures are those of the tiles around that place.
    const [x, y] = tileAt(station.amap, 16); // pictures are of 256 pixels
    expect(asked.map((u) => [u.searchParams.get('z'), u.searchParams.get('x'), u.searchParams.get('y'), u.searchParams.get('style')].join('/'))).toContain(`16/${x}/${y}/8`);
    await shoot(page, 'basemap-amap-desk');
    const question = page.waitForRequest('**/v1/nearby');
    const there: [number, number] = [station.amap[0] + 0.002, station.amap[1] + 0.002];
    await page.mouse.click(...(await pixel('rider-map', there)), { button: 'right' });
    const { lon, lat, datum } = (await question).postDataJSON() as { lon: number; lat: number; datum: string };
    expect(datum).toBe('wgs84');
    expect(Math.abs(lon - station.home[0] - 0.002)).toBeLessThan(3 * DEGREES_A_PIXEL)
    expect(Math.abs(lat - station.home[1] - 0.002)).toBeLessThan(3 * DEGREES_A_PIXEL);
    await end();
  });

  test('what does not come is said, on a map that works', async () => {
    away = 'none';
    await start('/admin');
    const note = page.locator('.groundless');
    await expect.poll(() => note.textContent()).toContain('底图没有取到');
    expect(await page.locator('registry-map .credit').textContent()).toContain(REVIEW);
    await page.locator('station-table tbody tr').first().click();
    await page.locator('station-summary h2').waitFor();
    await page.goto(`/?open=any#at=${centre[0]},${centre[1]}`);
    await expect.poll(() => note.textContent()).toContain('底图没有取到');
    expect(await page.locator('rider-map .pin').count()).toBeGreaterThan(5);
    await shoot(page, 'basemap-away');
    away = 'no';
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(() => note.textContent()).toBe('');
    away = 'silent';
    await page.reload();
    await page.locator('rider-map .pin').first().waitFor();
    await expect.poll(() => onMap('rider-map', (map) => map.queryRenderedFeatures({ layers: ['stations'] }).length, 0)).toBeGreaterThan(0);
    away = 'no';
    expect(seen.faults.filter((f) => !/left the origin|status of 404/.test(f))).toEqual([]);
    await seen.context.close();
  });

  test('a planner drags, adds and links in WGS-84', async () => {
    const [lon, lat] = station.home;
    await start(`/plan?minutes=15&tab=whatif&map=${lon.toFixed(5)},${lat.toFixed(5)},15`);
    await page.locator('planner-map').waitFor();
    await expect.poll(() => page.locator('coverage-summary, whatif-panel').count()).toBeGreaterThan(0);
    await still(page, 'planner-map');
    const middle = await onMap('planner-map', (map) => map.getCenter(), 0);
    expect(Math.hypot(middle.lng - station.amap[0], middle.lat - station.amap[1])).toBeLessThan(2e-5);
    await expect.poll(() => onMap('planner-map', (map) => map.queryRenderedFeatures({ layers: ['resting'] }).length, 0)).toBeGreaterThan(0);
    const [x, y] = await pixel('planner-map', station.amap);
    const question = page.waitForRequest('**/v1/whatif');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y);
    await page.mouse.up();
    const body = JSON.stringify((await question).postDataJSON());
    const east = Number(/"lon":([\d.]+)/.exec(body)![1]) - lon;
    expect(Math.abs(east - 60 * DEGREES_A_PIXEL)).toBeLessThan(3 * DEGREES_A_PIXEL);
    await shoot(page, 'basemap-amap-plan');
    const added = page.waitForRequest('**/v1/whatif');
    await page.getByRole('button', { name: '在地图中心开新站' }).click();
    const { add } = (await added).postDataJSON() as { add: { lon: number; lat: number }[] };
    expect(Math.hypot(add[0]!.lon - lon, add[0]!.lat - lat)).toBeLessThan(3 * DEGREES_A_PIXEL);
    await page.locator('planner-map canvas').focus();
    await page.keyboard.press('ArrowRight'); // 100 pixels
    await expect.poll(() => Number(new URL(page.url()).searchParams.get('map')?.split(',')[0])).toBeCloseTo(lon + 100 * DEGREES_A_PIXEL, 4);
    await end();
  });
});

describe('an archive of the operator', () => {
  let server: { origin: string; end: () => Promise<void> };
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'yizhan-pmtiles-'));
    const file = join(dir, 'city.pmtiles');
    await writeFile(file, await archive(inject('origin')));
    server = await serve(inject('yizhan'), inject('dir'), 'e2e-pmtiles.log', ['--basemap', `pmtiles:${file}`, '--basemap-review', REVIEW, '--basemap-credit', '© 我市测绘']);
  });
  afterAll(async () => {
    await server?.end();
    await rm(dir, { recursive: true, force: true });
  });

  test('is read by ranges from this server alone, by day and by night, in the frame of others too', async () => {
    seen = await visit(browser, server.origin, { viewport: PHONE });
    page = seen.page;
    const ranges: number[] = [];
    page.on('response', (r) => {
      if (new URL(r.url()).pathname === '/basemap.pmtiles') ranges.push(r.status());
    });
    await page.goto(`/embed?lon=${centre[0]}&lat=${centre[1]}&open=any`);
    await page.locator('rider-map .pin').first().waitFor();
    await still(page, 'rider-map');
    await expect.poll(() => onMap('rider-map', (map) => map.queryRenderedFeatures({ layers: ['archive-roads-1'] }).length, 0)).toBeGreaterThan(0);
    expect(await page.locator('rider-map .credit').textContent()).toBe(`© 我市测绘 · 示例数据 · 审图号：${REVIEW}`);
    expect(ranges.length).toBeGreaterThan(1);
    expect(new Set(ranges)).toEqual(new Set([206]));
    await page.emulateMedia({ colorScheme: 'dark' });
    await still(page, 'rider-map');
    await shoot(page, 'basemap-pmtiles-phone-dark');
    expect(seen.faults).toEqual([]);
    await seen.context.close();
  });
});

/** archive is a small PMTiles file whose layer of roads is that of the demo. */
async function archive(origin: string): Promise<Uint8Array> {
  const to = new BufferWriter();
  const writer = new S2PMTilesWriter(to, TileType.Pbf, Compression.None);
  for (const z of [12, 13, 14]) {
    const [x, y] = tileAt(centre, z);
    for (const [i, j] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [x + a, y + b] as const))) {
      const answer = await fetch(`${origin}/tiles/roads/${z}/${i}/${j}.mvt`);
      if (answer.status === 200) await writer.writeTileXYZ(z, i, j, new Uint8Array(await answer.arrayBuffer()));
    }
  }
  await writer.commit({ vector_layers: [{ id: 'roads', fields: {} }, { id: 'boundaries', fields: {} }], minzoom: 12, maxzoom: 14 } as never);
  return whole(to.commit());
}

/** whole fills in what the writer leaves empty of the header, as the format's
 *  own text has it (protomaps/PMTiles, spec/v3, section 3): the signature, the
 *  zooms, and the bounds in ten millionths of a degree. */
function whole(file: Uint8Array): Uint8Array {
  file.set(new TextEncoder().encode('PMTiles'));
  file.set([12, 14], 100);
  const bounds = [centre[0] - 0.2, centre[1] - 0.2, centre[0] + 0.2, centre[1] + 0.2];
  const head = new DataView(file.buffer, file.byteOffset);
  bounds.forEach((degrees, i) => head.setInt32(102 + 4 * i, degrees * 1e7, true));
  return file;
}

/** tileAt is the tile of the mercator grid that holds a point. */
function tileAt([lon, lat]: [number, number], z: number): [number, number] {
  const n = 2 ** z;
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  return [Math.floor(((lon + 180) / 360) * n), Math.floor(y * n)];
}
