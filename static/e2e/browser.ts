import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const NO_GL = ['--disable-3d-apis'];

const SHOTS = fileURLToPath(new URL('../../artifacts/screenshots/', import.meta.url));

/** PHONE and DESK are the sizes that every page is tried at. */
export const PHONE = { width: 360, height: 780 };
export const DESK = { width: 1366, height: 820 };

/** launch starts Debian's Chromium, with a map drawn by software or with none. */
export function launch(options: { webgl: boolean } = { webgl: true }): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...FLAGS, ...(options.webgl ? SOFTWARE_GL : NO_GL)],
  });
}

/** Visit is one page with everything that went wrong on it. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  /** faults are console errors, thrown errors and requests to other origins. */
  faults: string[];
}

/** visit opens an empty page that watches itself. The service worker stays out,
 *  unless a test is about it: it would answer in the server's place. */
export async function visit(browser: Browser, origin: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: origin, viewport: PHONE, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (m) => {
    if (m.type() === 'error') faults.push(`console: ${m.text()}`);
  });
  page.on('pageerror', (e) => faults.push(`thrown: ${e.message}`));
  page.on('request', (r) => {
    const url = new URL(r.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) faults.push(`left the origin: ${url.origin}`);
  });
  return { page, context, faults };
}

/** shoot keeps a picture of the page among the artefacts, outside git. */
export async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage });
}
