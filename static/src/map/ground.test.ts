import type { Map as Chart } from 'maplibre-gl';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GroundWatch } from './ground';

const MINUTES = 60_000;

/** FakeChart is what the watch uses of a map, on which nothing ever comes. */
class FakeChart {
  nudges = 0;
  private readonly heard = new Map<string, () => void>();
  on(event: string, listener: () => void): void {
    this.heard.set(event, listener);
  }
  once = this.on;
  triggerRepaint(): void {
    this.nudges++;
  }
  fire(event: string): void {
    this.heard.get(event)!();
  }
}

let chart: FakeChart;
let note: { textContent: string };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { createElement: () => ({ textContent: '', setAttribute: () => undefined, remove: () => undefined }) });
  chart = new FakeChart();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function watch(): GroundWatch {
  const ground = new GroundWatch(new Promise(() => undefined));
  note = ground.onAdd(chart as unknown as Chart) as unknown as { textContent: string };
  return ground;
}

test('a phone is woken a few times, and not again, for a service that stays silent', () => {
  watch();
  vi.advanceTimersByTime(600);
  expect(chart.nudges).toBe(1); // what is answered 404 at once is told at once
  vi.advanceTimersByTime(30 * MINUTES);
  expect(chart.nudges).toBeLessThanOrEqual(5);
  expect(vi.getTimerCount()).toBe(0);
  expect(note.textContent).toContain('底图没有取到');
});

test('a map that is loaded is left alone', () => {
  watch();
  chart.fire('load');
  vi.advanceTimersByTime(MINUTES);
  expect(chart.nudges).toBe(0);
});

test('a map that is gone is left alone', () => {
  const ground = watch();
  vi.advanceTimersByTime(600);
  ground.onRemove();
  expect(vi.getTimerCount()).toBe(0);
});
