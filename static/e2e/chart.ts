import type { JSHandle, Page } from 'playwright-core';
import { still } from './still';

/** Chart is what the tests use of a MapLibre map. */
interface Chart {
  getZoom(): number;
  getCenter(): { lng: number; lat: number };
  getCanvas(): HTMLCanvasElement;
  getStyle(): { layers: { id: string }[] };
  project(at: [number, number]): { x: number; y: number };
  queryRenderedFeatures(options: object): { state: Record<string, unknown> }[];
}

/** settle waits until the planner's maps have drawn all they asked for. */
export async function settle(page: Page): Promise<void> {
  await still(page, 'planner-map');
}

/** zoom is how near the main map looks. */
export async function zoom(page: Page): Promise<number> {
  return (await main(page)).evaluate((map) => map.getZoom());
}

/** eyes are where each of the maps looks. */
export async function eyes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const maps = document.querySelector('planner-app')!.shadowRoot!.querySelectorAll('planner-map') as unknown as Iterable<{ map: Chart }>;
    return [...maps].map(({ map }) => [map.getCenter().lng.toFixed(3), map.getCenter().lat.toFixed(3), map.getZoom().toFixed(1)].join());
  });
}

/** drawn counts the features of a layer that the main map shows; a run's
 *  layers have the run in their name after a slash. */
export async function drawn(page: Page, layer: string): Promise<number> {
  return (await main(page)).evaluate((map, name) => {
    const layers = map.getStyle().layers.filter(({ id }) => id.split('/')[0] === name);
    return map.queryRenderedFeatures({ layers: layers.map(({ id }) => id) }).length;
  }, layer);
}

/** shifted counts the cells that the main map shows as edits leave them. */
export async function shifted(page: Page): Promise<number> {
  return (await main(page)).evaluate((map) => {
    const layers = map.getStyle().layers.filter(({ id }) => id.startsWith('cells-shift/'));
    return map.queryRenderedFeatures({ layers: layers.map(({ id }) => id) }).filter(({ state }) => 'change' in state).length;
  });
}

/** where is the point of the page at which a place of the main map is. */
export async function where(page: Page, at: [number, number]): Promise<{ x: number; y: number }> {
  return (await main(page)).evaluate((map, place) => {
    const box = map.getCanvas().getBoundingClientRect();
    const p = map.project(place);
    return { x: box.left + p.x, y: box.top + p.y };
  }, at);
}

function main(page: Page): Promise<JSHandle<Chart>> {
  return page.evaluateHandle(() => {
    const host = document.querySelector('planner-app')!.shadowRoot!.querySelector('planner-map.main') as unknown as { map: Chart };
    return host.map;
  });
}
