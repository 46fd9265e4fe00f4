import './provided';
import { expect, inject } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { visit, type Visit } from './browser';
import { still } from './still';

const centre = inject('centre');

/** HERE lets the page know that the rider stands in the middle of the city. */
export const HERE = { geolocation: { longitude: centre[0], latitude: centre[1], accuracy: 40 }, permissions: ['geolocation'] };

/** EVERY lists closed doors too, so that no test depends on the time of day. */
export const EVERY = '/?open=any';

/** Rider is a visit of the rider's page with what a rider does there. */
export class Rider {
  private constructor(
    private readonly seen: Visit,
    readonly page: Page,
  ) {}

  /** start opens the page with a fresh browser profile. */
  static async start(browser: Browser, options: Parameters<typeof visit>[2] = HERE, address = EVERY): Promise<Rider> {
    const seen = await visit(browser, inject('origin'), options);
    await seen.page.goto(address);
    return new Rider(seen, seen.page);
  }

  get faults(): string[] {
    return this.seen.faults;
  }

  get cards(): Locator {
    return this.page.locator('station-card');
  }

  get first(): Locator {
    return this.cards.first();
  }

  end(): Promise<void> {
    return this.seen.context.close();
  }

  async useMyPosition(): Promise<void> {
    await this.page.getByRole('button', { name: '找我附近的' }).click();
    await this.first.waitFor();
  }

  async open(): Promise<void> {
    await this.first.getByRole('button', { name: '详情' }).click();
  }

  /** bar is a button of the bar of filters. */
  bar(name: string): Locator {
    return this.page.locator('filter-bar').getByRole('button', { name });
  }

  /** choose ticks a word in the sheet of kinds or of services. */
  async choose(list: '类型' | '服务', word: string): Promise<void> {
    await this.bar(list).click();
    await this.page.getByRole('checkbox', { name: word }).check();
    await this.answered();
    await this.page.getByRole('dialog').getByRole('button', { name: /^看|没有符合/ }).click();
  }

  /** answered waits until no question is under way. */
  async answered(): Promise<void> {
    await this.page.locator('station-list section[aria-busy=false]').waitFor();
  }

  /** asked does something and returns the body of the question that follows. */
  async asked(something: () => Promise<void>): Promise<Record<string, unknown>> {
    const question = this.page.waitForRequest('**/v1/nearby');
    await something();
    const body = (await question).postDataJSON() as Record<string, unknown>;
    await this.answered();
    return body;
  }

  ids(): Promise<(string | null)[]> {
    return this.cards.evaluateAll((all) => all.map((c) => c.getAttribute('data-id')));
  }

  /** map asks for the map in place of the sketch, and waits until it is drawn. */
  async map(): Promise<void> {
    await this.page.getByRole('button', { name: '显示地图' }).click();
    await this.settle();
  }

  /** settle waits until the map has drawn all it asked for. */
  async settle(): Promise<void> {
    await still(this.page, 'rider-map');
  }

  /** zoom is that of the map. */
  zoom(): Promise<number> {
    return this.page.evaluate(() => {
      const slot = document.querySelector('rider-app')!.shadowRoot!.querySelector('map-slot')!.shadowRoot!;
      return (slot.querySelector('rider-map') as unknown as { map: { getZoom(): number } }).map.getZoom();
    });
  }

  /** drawn counts the features of these layers that the map shows. */
  drawn(layers: string[]): Promise<number> {
    return this.page.evaluate((names) => {
      const slot = document.querySelector('rider-app')!.shadowRoot!.querySelector('map-slot')!.shadowRoot!;
      const { map } = slot.querySelector('rider-map') as unknown as { map: { queryRenderedFeatures(o: object): unknown[] } };
      return map.queryRenderedFeatures({ layers: names }).length;
    }, layers);
  }

  /** fits expects that nothing scrolls sideways. */
  async fits(): Promise<void> {
    const [wide, screen] = await this.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(wide).toBeLessThanOrEqual(screen!);
  }
}
