import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import type { Basemap } from '../api/types';
import { OWN } from './credit';
import { fromWGS84, toWGS84, type Datum, type Point } from './datum';
import type { Box } from './extent';

/** Plane is what a map's own coordinates are: those of its base map's
 *  pictures. Everything else in the pages is in WGS-84, so whatever goes onto
 *  the map goes through out, shapes, box or tiles, and whatever is read from
 *  it comes home. */
export class Plane {
  readonly datum: Datum;

  constructor(base: Basemap = OWN) {
    this.datum = base.datum;
  }

  /** out is where a point of WGS-84 is drawn. */
  out(p: Point): Point {
    return fromWGS84(p, this.datum);
  }

  /** home is the point of WGS-84 that is drawn there. */
  home({ lng, lat }: { lng: number; lat: number }): { lon: number; lat: number } {
    const [lon, north] = toWGS84([lng, lat], this.datum);
    return { lon, lat: north };
  }

  /** box is where a box is drawn, by two of its corners. */
  box([w, s, e, n]: Box): Box {
    return [...this.out([w, s]), ...this.out([e, n])];
  }

  /** shapes are where shapes are drawn. */
  shapes(all: FeatureCollection): FeatureCollection {
    return this.datum === 'wgs84' ? all : { ...all, features: all.features.map((f) => this.shape(f)) };
  }

  /** shape is where one shape is drawn. */
  shape(feature: Feature): Feature {
    return this.datum === 'wgs84' ? feature : { ...feature, geometry: this.geometry(feature.geometry) };
  }

  /** tiles is the address of our own tiles of that name. */
  tiles(name: string): string {
    const asked = this.datum === 'wgs84' ? '' : `?datum=${this.datum}`;
    return `${location.origin}/tiles/${name}/{z}/{x}/{y}.mvt${asked}`;
  }

  private geometry(g: Geometry): Geometry {
    if (g.type === 'GeometryCollection') return { ...g, geometries: g.geometries.map((one) => this.geometry(one)) };
    return { ...g, coordinates: this.deep(g.coordinates) } as Geometry;
  }

  private deep(coordinates: Nested): Nested {
    if (typeof coordinates[0] === 'number') return this.out(coordinates as Point);
    return (coordinates as Nested[]).map((one) => this.deep(one));
  }
}

type Nested = Position | Nested[];
