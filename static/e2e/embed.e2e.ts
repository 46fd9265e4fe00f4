import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PHONE, launch, shoot, visit } from './browser';

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
    const elsewhere = new URL(request.url!, 'http://x').searchParams.get('attributes') ?? '';
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}; img-src data:`,
    });
    response.end(`<!doctype html><html lang="zh-CN"><title>某企业内网</title><link rel="icon" href="data:,"><script src="${origin}/embed.js"></script>
      <h1>某企业内网</h1><yizhan-map ${elsewhere}></yizhan-map>`);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(host.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => host.close(resolve));
});

const at = (attributes: string) => `${address}?attributes=${encodeURIComponent(attributes)}`;

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

  it('has an example that works', async () => {
    const { page, context, faults } = await visit(browser, origin, { viewport: PHONE });
    const asked: string[] = [];
    page.on('request', (r) => asked.push(new URL(r.url()).pathname));
    await page.goto('/embed/example');
    await page.frameLocator('iframe').locator('.pin').first().waitFor();
    // One frame is made, and its map waits for the list.
    expect(asked.filter((path) => path === '/embed').length).toBe(1);
    expect(asked.findIndex((path) => /maplibre/.test(path))).toBeGreaterThan(asked.indexOf('/v1/nearby'));
    expect(await page.locator('code').textContent()).toContain(`<script src="${origin}/embed.js">`);
    // The code that is shown makes the map that is shown.
    expect(await page.locator('code').textContent()).toContain(await page.locator('yizhan-map').evaluate((map) => (map.cloneNode() as Element).outerHTML));
    await shoot(page, 'embed-example');
    expect(faults).toEqual([]);
    await context.close();
  });
});
