import './provided';
import { inject } from 'vitest';
import type { Page } from 'playwright-core';

/** acrossTheCity is a route through the middle of the demo, from corner to
 *  corner, as pairs in WGS-84. */
export function acrossTheCity(): string {
  const [lon, lat] = inject('centre');
  return [-0.06, 0, 0.06].map((d) => `${(lon + d).toFixed(5)},${(lat + d * 0.75).toFixed(5)}`).join(';');
}

/** paste gives the driver's page a route as text. */
export async function paste(page: Page, text: string, datum: 'wgs84' | 'gcj02' | 'bd09' = 'wgs84'): Promise<void> {
  const box = page.getByRole('textbox', { name: /GeoJSON/ });
  if (!(await box.isVisible())) await page.getByText('粘贴路线').click();
  await box.fill(text);
  await page.locator('route-paste select').selectOption(datum);
  await page.getByRole('button', { name: '用这条路线' }).click();
}
