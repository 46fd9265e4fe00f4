import type { LngLat, Map as Chart, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';

/** Drag is a station on its way, in WGS-84; done when it was let go. */
export interface Drag {
  id: string;
  lon: number;
  lat: number;
  done: boolean;
}

const STILL = 4; // pixels within which a press is a tap, not a drag

/** Dragged is the same as the map knows it: in the map's own coordinates. */
export interface Dragged {
  id: string;
  at: LngLat;
  done: boolean;
}

/** draggable lets the points of a layer be dragged by mouse or finger, while
 *  that may be, and tells each place they come to. A press that does not move
 *  tells nothing. */
export function draggable(map: Chart, layer: string, may: () => boolean, tell: (drag: Dragged) => void): void {
  const canvas = map.getCanvas();
  map.on('mouseenter', layer, () => (canvas.style.cursor = may() ? 'grab' : 'pointer'));
  map.on('mouseleave', layer, () => (canvas.style.cursor = ''));
  map.on('mousedown', layer, (e) => {
    if (may() && !e.defaultPrevented) begin(map, e, e.features?.[0]?.properties?.id, ['mousemove', 'mouseup'], tell);
  });
  map.on('touchstart', layer, (e) => {
    if (may() && e.points.length === 1 && !e.defaultPrevented) begin(map, e, e.features?.[0]?.properties?.id, ['touchmove', 'touchend'], tell);
  });
}

function begin(map: Chart, press: MapMouseEvent | MapTouchEvent, id: unknown, [move, up]: ['mousemove', 'mouseup'] | ['touchmove', 'touchend'], tell: (drag: Dragged) => void): void {
  if (typeof id !== 'string') return;
  press.preventDefault(); // the map stays where it is
  let last: LngLat | undefined;
  const follow = (e: MapMouseEvent | MapTouchEvent) => {
    if (!last && e.point.dist(press.point) < STILL) return;
    last = e.lngLat;
    map.getCanvas().style.cursor = 'grabbing';
    tell({ id, at: last, done: false });
  };
  map.on(move, follow);
  map.once(up, () => {
    map.off(move, follow);
    map.getCanvas().style.cursor = '';
    if (last) tell({ id, at: last, done: true });
  });
}
