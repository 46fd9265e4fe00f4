import type { Card } from '../api/types';
import { keep, kept } from '../look/kept';

const KEY = 'yizhan.app';

/** APPS are the ways to be led there, in the order they are offered. The
 *  server writes each link in the datum of its app. */
export const APPS = ['amap', 'baidu', 'tencent', 'geo'] as const;

/** App is a map application. */
export type App = (typeof APPS)[number];

/** favourite is the app that this visitor used last; the first one before. */
export function favourite(): App {
  return APPS.find((app) => app === kept(KEY)) ?? APPS[0];
}

/** used notes which app was chosen. */
export function used(app: App): void {
  keep(KEY, app);
}

/** addressLine is what to paste into any other map. */
export function addressLine(card: Card): string {
  return [card.name, card.address, card.entrance_note].filter(Boolean).join(' ');
}
