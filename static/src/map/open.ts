import { Map as Chart, NavigationControl, ScaleControl, setWorkerUrl, type LngLatBoundsLike } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import sheet from 'maplibre-gl/dist/maplibre-gl.css?inline';
import { sight } from '../look/sight';
import { base, groundColours } from './base';

setWorkerUrl(workerUrl);

/** Frame is what a map shows when it opens. */
export type Frame = { bounds: [number, number, number, number] } | { center: [number, number]; zoom: number };

/** start makes a map in the .box of a component, or sends `map-failed` from it
 *  and returns undefined when the device will not draw one after all. */
export function start(host: HTMLElement, frame: Frame): Chart | undefined {
  try {
    return open(host.shadowRoot!, frame);
  } catch {
    host.dispatchEvent(new CustomEvent('map-failed', { bubbles: true, composed: true }));
    return undefined;
  }
}

// open adopts the map's own style sheet into the component's shadow, because a
// shadow does not see the page's.
function open(root: ShadowRoot, frame: Frame): Chart {
  adopt(root);
  const chart = new Chart({
    container: root.querySelector<HTMLElement>('.box')!,
    style: base(sight.dark, location.origin),
    ...view(frame),
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
  return chart;
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
  const repaint = () => {
    for (const { id, colour, property } of groundColours(sight.dark)) chart.setPaintProperty(id, property, colour);
  };
  sight.addEventListener('change', repaint);
  chart.once('remove', () => sight.removeEventListener('change', repaint));
}

function view(frame: Frame): object {
  if ('bounds' in frame) return { bounds: frame.bounds as LngLatBoundsLike, fitBoundsOptions: { padding: 24 } };
  return frame;
}

function adopt(root: ShadowRoot): void {
  const own = new CSSStyleSheet();
  own.replaceSync(sheet);
  root.adoptedStyleSheets = [own, ...root.adoptedStyleSheets];
}
