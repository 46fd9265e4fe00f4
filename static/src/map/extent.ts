import type { FeatureCollection, Geometry, Position } from 'geojson';

/** Box is west, south, east, north, in degrees. */
export type Box = [number, number, number, number];

/** extentOf is the box around every shape of a collection. */
export function extentOf(all: FeatureCollection): Box {
  return extent({ type: 'MultiPoint', coordinates: all.features.flatMap((f) => corners(f.geometry)) });
}

/** extent is the box around a polygon or several; around points, too, when
 *  they come as a MultiPoint. */
export function extent(shape: Geometry): Box {
  const box: Box = [180, 90, -180, -90];
  for (const [lon, lat] of corners(shape) as [number, number][]) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

function corners(shape: Geometry): Position[] {
  switch (shape.type) {
    case 'MultiPoint':
      return shape.coordinates;
    case 'Polygon':
      return shape.coordinates.flat();
    case 'MultiPolygon':
      return shape.coordinates.flat(2);
    default:
      return [];
  }
}
