import { Map as Chart, NavigationControl, ScaleControl, setWorkerUrl, type RequestParameters } from './maplibre';
import workerUrl from './worker?worker&url';
import sheet from 'maplibre-gl/dist/maplibre-gl.css?inline';
import { sight } from '../look/sight';
import type { Basemap } from '../api/types';
import { repaint, style } from './base';
import { OWN } from './credit';
import { GroundWatch } from './ground';
import { Plane } from './plane';

setWorkerUrl(workerUrl);

/** Frame is what a map shows when it opens, in WGS-84. */
export type Frame = { bounds: [number, number, number, number] } | { center: [number, number]; zoom: number };

/** start makes a map in the .box of a component, or sends `map-failed` from it
 *  and returns undefined when the device will not draw one after all. What is
 *  drawn on it goes through the Plane of its base map, and begins with
 *  style.load: load would wait for the pictures of who may never answer. */
export function start(host: HTMLElement, frame: Frame, base: Basemap = OWN): Chart | undefined {
  try {
    return open(host.shadowRoot!, frame, base);
  } catch {
    host.dispatchEvent(new CustomEvent('map-failed', { bubbles: true, composed: true }));
    return undefined;
  }
}

// open adopts the map's own style sheet into the component's shadow, because a
// shadow does not see the page's.
function open(root: ShadowRoot, frame: Frame, base: Basemap): Chart {
  adopt(root);
  const chart = new Chart({
    container: root.querySelector<HTMLElement>('.box')!,
    style: style(base, sight.dark, location.origin),
    ...view(frame, new Plane(base)),
    transformRequest,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    fadeDuration: calm() ? 0 : 200,
    localIdeographFontFamily: '"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif',
  });
  chart.touchZoomRotate.disableRotation();
  chart.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  chart.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  followScheme(chart);
  const unpacked = base.archive ? unpack(chart, base.archive) : Promise.resolve();
  if (base.kind !== 'roads') chart.addControl(new GroundWatch(unpacked));
  return chart;
}

/** transformRequest tells a map service from which site it is asked, as its
 *  keys are bound to sites, and not from which page. */
export function transformRequest(url: string): RequestParameters {
  return url.startsWith(`${location.origin}/`) ? { url } : { url, referrerPolicy: 'strict-origin' };
}

// unpack draws an archive when the rest stands; without it the map has its
// stations still.
async function unpack(chart: Chart, address: string): Promise<void> {
  const [{ addArchive }] = await Promise.all([import('./archive'), chart.once('style.load')]);
  try {
    await addArchive(chart, new URL(address, location.origin).href);
  } catch (cause) {
    console.warn('the base map cannot be read', cause);
  }
}

// calm reports whether the reader asked for less motion.
function calm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** moving is how long a camera move takes, in milliseconds. */
export function moving(): number {
  return calm() ? 0 : 500;
}

// followScheme repaints the ground when the pages turn dark or light.
function followScheme(chart: Chart): void {
  const follow = () => repaint(chart, sight.dark);
  sight.addEventListener('change', follow);
  chart.once('remove', () => sight.removeEventListener('change', follow));
}

function view(frame: Frame, plane: Plane): object {
  if ('bounds' in frame) return { bounds: plane.box(frame.bounds), fitBoundsOptions: { padding: 24 } };
  return { ...frame, center: plane.out(frame.center) };
}

function adopt(root: ShadowRoot): void {
  const own = document.createElement('style');
  own.textContent = sheet;
  root.prepend(own);
}
