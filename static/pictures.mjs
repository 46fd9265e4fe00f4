// Takes the pictures of README from the demo, which YIZHAN_URL serves; scripts/pictures calls it.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const origin = process.env.YIZHAN_URL;
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

async function take(name, path, viewport, ready) {
  const context = await browser.newContext({ baseURL: origin, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(path);
  await ready(page);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(3000); // the last labels of a map that is drawn by software
  const file = fileURLToPath(new URL(`../docs/pictures/${name}.jpg`, import.meta.url));
  await page.screenshot({ path: file, type: 'jpeg', quality: 80 });
  await context.close();
}

try {
  const [west, south, east, north] = (await (await fetch(`${origin}/v1/meta`)).json()).roads[0].bounds;
  await take('plan', '/plan', { width: 1366, height: 760 }, async (page) => {
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await page.getByText('已覆盖').first().waitFor();
    await page.evaluate(() => scrollTo(0, 0));
  });
  await take('rider', `/?open=any#at=${(west + east) / 2},${(south + north) / 2}`, { width: 390, height: 760 }, async (page) => {
    await page.getByText('开着').first().waitFor();
  });
} finally {
  await browser.close();
}
