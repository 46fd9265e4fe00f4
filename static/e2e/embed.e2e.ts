import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DESK, PHONE, launch, shoot, visit } from './browser';

const origin = inject('origin');
const [lon, lat] = inject('centre');

// host is somebody else's page: another origin, whose policy allows our script
// and our frames and nothing else.
let host: Server;
let address: string;
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
  host = createServer((request, response) => {
    const asked = new URL(request.url!, 'http://x').searchParams;
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}; img-src data:`,
    });
    response.end(`<!doctype html><html lang="zh-CN"><title>某企业内网</title><link rel="icon" href="data:,"><script src="${origin}/embed.js"></script>
      <h1>某企业内网</h1>${'<br>'.repeat(Number(asked.get('above')))}<yizhan-map ${asked.get('attributes') ?? ''}></yizhan-map>`);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(host.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => host.close(resolve));
});

const at = (attributes: string) => `${address}?attributes=${encodeURIComponent(attributes)}`;

// A finger, and little room: the frame of a foreign page knows no screen's size.
const HAND = { viewport: PHONE, hasTouch: true };

const isMap = (path: string) => /maplibre|rider-map|tiles/.test(path);

// paths lists what a page and its frames ask for, as they do.
function paths(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (r) => asked.push(new URL(r.url()).pathname));
  return asked;
}

// events keeps what the element tells a page from its beginning.
async function events(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const told: string[] = ((globalThis as unknown as { told: string[] }).told = []);
    for (const type of ['yizhan-ready', 'yizhan-answer', 'yizhan-map', 'yizhan-problem']) addEventListener(type, (e) => told.push(`${type} ${JSON.stringify((e as CustomEvent).detail)}`));
  });
  return () => page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
}

describe('a map in the page of another site', () => {
  it('shows stations near a place and tells which one is picked, under a strict policy', async () => {
    const { page, context, faults } = await visit(browser, origin, { viewport: { width: 900, height: 700 } });
    await page.goto(at(`lon="${lon}" lat="${lat}" open="any"`));
    const heard = page.evaluate(
      () =>
        new Promise<{ name: string; lon: number }>((resolve) => {
          document.querySelector('yizhan-map')!.addEventListener('yizhan-station', (e) => resolve((e as CustomEvent).detail));
        }),
    );
    const frame = page.frameLocator('iframe');
    const card = frame.locator('station-card').first();
    await card.waitFor();
    await frame.locator('.pin').first().waitFor();
    await card.getByRole('button').first().click();
    const detail = await heard;
    expect(detail.name).toContain('示例');
    expect(Math.abs(detail.lon - lon)).toBeLessThan(1);
    await shoot(page, 'embed-host');
    expect(faults.filter((f) => !f.startsWith(`left the origin: ${new URL(address).origin}`))).toEqual([]);
    await context.close();
  });

  it('goes by its attributes: English, dark, the map alone', async () => {
    const { page, context } = await visit(browser, origin, { viewport: PHONE });
    await page.goto(at(`lon="${lon}" lat="${lat}" open="any" lang="en" theme="dark" list="no"`));
    const frame = page.frameLocator('iframe');
    await frame.locator('.pin').first().waitFor();
    expect(await frame.locator('html').getAttribute('lang')).toBe('en');
    expect(await frame.locator('html').evaluate((root) => root.style.colorScheme)).toBe('dark');
    expect(await frame.locator('station-list').count()).toBe(0);
    await shoot(page, 'embed-phone-dark');
    await context.close();
  });

  it('gives a phone the list and a sketch, and the map for a touch', async () => {
    const { page, context, faults } = await visit(browser, origin, HAND);
    const asked = paths(page);
    const heard = await events(page);
    const frame = page.frameLocator('iframe');
    await page.goto(at(`lon="${lon}" lat="${lat}" open="any"`));
    await frame.locator('station-card').nth(19).waitFor();
    await expect.poll(heard).toEqual(['yizhan-answer {"stations":20}', 'yizhan-ready null']);
    expect(await frame.locator('near-sketch .dot').count()).toBe(9);
    await shoot(page, 'embed-phone');
    await page.waitForLoadState('networkidle');
    expect(asked.filter(isMap)).toEqual([]);
    await frame.getByRole('button', { name: '显示地图' }).click();
    await frame.locator('.pin').first().waitFor();
    expect(await frame.locator('near-sketch').count()).toBe(1); // within the slot, shown no more
    expect(await frame.locator('near-sketch').isVisible()).toBe(false);
    await shoot(page, 'embed-phone-map');
    await expect.poll(heard).toContain('yizhan-map null');
    // Another order is another frame; the map was asked for all the same.
    await page.locator('yizhan-map').evaluate((map) => map.setAttribute('lang', 'en'));
    await frame.locator('html[lang=en]').waitFor({ state: 'attached' });
    await frame.locator('.pin').first().waitFor();
    expect(faults.filter((f) => !f.startsWith(`left the origin: ${new URL(address).origin}`))).toEqual([]);
    await context.close();
  });

  it('brings the map at once to a phone when the page around asks for that', async () => {
    const { page, context } = await visit(browser, origin, HAND);
    await page.goto(at(`lon="${lon}" lat="${lat}" open="any" map="now"`));
    await page.frameLocator('iframe').locator('.pin').first().waitFor();
    expect(await page.frameLocator('iframe').locator('station-list').count()).toBe(1);
    await context.close();
  });

  it('loads no map on a desk before the frame is in sight', async () => {
    const { page, context } = await visit(browser, origin, { viewport: DESK });
    const asked = paths(page);
    await page.goto(`${at(`lon="${lon}" lat="${lat}" open="any"`)}&above=60`);
    const frame = page.frameLocator('iframe');
    await frame.locator('station-card').first().waitFor({ state: 'attached' });
    await page.waitForTimeout(3000); // the page is idle long before
    expect(asked.filter(isMap)).toEqual([]);
    await page.locator('yizhan-map').scrollIntoViewIfNeeded();
    await frame.locator('.pin').first().waitFor();
    await context.close();
  });

  it('asks for the stations without waiting for what the server holds', async () => {
    const { page, context } = await visit(browser, origin, HAND);
    const question = page.waitForRequest('**/v1/nearby');
    await page.route('**/v1/meta', async (route) => {
      await question;
      await route.continue();
    });
    await page.goto(`/embed?lon=${lon}&lat=${lat}&open=any`);
    await page.locator('station-card').first().waitFor();
    await context.close();
  });

  it('tells the page around what is wrong, and tries again', async () => {
    const { page, context } = await visit(browser, origin, HAND);
    await page.route('**/v1/*', (route) => route.abort());
    const heard = await events(page);
    await page.goto(at(`lon="${lon}" lat="${lat}" open="any"`));
    const frame = page.frameLocator('iframe');
    await frame.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    await expect.poll(heard).toEqual([expect.stringContaining('连不上服务器')]);
    await page.unroute('**/v1/*');
    await frame.getByRole('button', { name: '重试' }).click();
    await frame.locator('station-card').first().waitFor();
    await frame.getByRole('button', { name: '显示地图' }).click();
    await frame.locator('.pin').first().waitFor(); // its base map was asked for again
    await context.close();
  });

  it('has an example that works', async () => {
    const { page, context, faults } = await visit(browser, origin, HAND);
    const asked = paths(page);
    await page.goto('/embed/example');
    await page.frameLocator('iframe').getByRole('button', { name: '显示地图' }).click();
    await page.frameLocator('iframe').locator('.pin').first().waitFor();
    // One frame is made, and its map waits for the list.
    expect(asked.filter((path) => path === '/embed').length).toBe(1);
    expect(asked.findIndex((path) => /maplibre/.test(path))).toBeGreaterThan(asked.indexOf('/v1/nearby'));
    expect(await page.locator('code').textContent()).toContain(`<script src="${origin}/embed.js">`);
    // The code that is shown makes the map that is shown.
    expect(await page.locator('code').textContent()).toContain(await page.locator('yizhan-map').evaluate((map) => (map.cloneNode() as Element).outerHTML));
    await shoot(page, 'embed-example');
    await page.reload(); // the device remembers who wanted the map
    await page.frameLocator('iframe').locator('.pin').first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
