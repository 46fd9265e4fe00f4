import type { LngLat, Map as Chart, MapTouchEvent } from 'maplibre-gl';

const LONG = 500; // ms that a finger stays
const STILL = 10; // px that it may tremble meanwhile
const ECHO = 1000; // ms in which a browser's own long press is the same one

/** onLongPress calls heard with where the ground was pressed for long, by a
 *  finger or by the right button of a mouse. */
export function onLongPress(map: Chart, heard: (at: LngLat) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: MapTouchEvent['point'] | undefined;
  let last = -Infinity;
  const stop = () => clearTimeout(timer);
  const press = (at: LngLat) => {
    if (performance.now() - last < ECHO) return;
    last = performance.now();
    heard(at);
  };
  map.on('touchstart', (event) => {
    stop();
    if (event.points.length !== 1) return;
    from = event.point;
    timer = setTimeout(() => press(event.lngLat), LONG);
  });
  map.on('touchmove', (event) => {
    if (from && event.point.dist(from) > STILL) stop();
  });
  map.on('touchend', stop);
  map.on('touchcancel', stop);
  map.on('contextmenu', (event) => {
    event.preventDefault();
    press(event.lngLat);
  });
  map.once('remove', stop);
}
