import { describe, expect, test } from 'vitest';
import type { Basemap } from '../api/types';
import { style } from './base';
import { drawn } from './archive-look';
import { credit, outside } from './credit';
import { Plane } from './plane';
import { zh } from '../words/zh';

const AMAP: Basemap = { kind: 'raster', datum: 'gcj02', layers: [{ tiles: ['https://a.example/{x}/{y}/{z}'], max_zoom: 18 }], credit: '© 高德地图', review: 'GS(2024)1号' };
// The pair is of geo/datum's own tests: the same place in both datums.
const HERE: [number, number] = [118.79168, 32.06232];
const THERE: [number, number] = [118.796877, 32.060255];

globalThis.location ??= { origin: 'https://y.example' } as Location;

describe('the plane of a map', () => {
  const amap = new Plane(AMAP);

  test('puts a point where GCJ-02 has it, and brings it home to a millimetre', () => {
    const [lon, lat] = amap.out(HERE);
    expect(lon).toBeCloseTo(THERE[0], 4);
    expect(lat).toBeCloseTo(THERE[1], 4);
    for (let i = 0; i < 2000; i++) {
      const p: [number, number] = [73 + ((i * 7.13) % 64), 2 + ((i * 3.77) % 53)];
      const [lng, north] = amap.out(p);
      const back = amap.home({ lng, lat: north });
      expect(Math.abs(back.lon - p[0])).toBeLessThan(1e-8);
      expect(Math.abs(back.lat - p[1])).toBeLessThan(1e-8);
    }
  });

  test('moves shapes vertex by vertex, whatever their kind, and leaves the given ones', () => {
    const line = { type: 'Feature' as const, properties: { id: 'x' }, geometry: { type: 'LineString' as const, coordinates: [HERE, HERE] } };
    const area = { type: 'Feature' as const, properties: {}, geometry: { type: 'MultiPolygon' as const, coordinates: [[[HERE, HERE, HERE, HERE]]] } };
    const both = { type: 'Feature' as const, properties: {}, geometry: { type: 'GeometryCollection' as const, geometries: [{ type: 'Point' as const, coordinates: HERE }] } };
    const moved = amap.shapes({ type: 'FeatureCollection', features: [line, area, both] });
    const text = JSON.stringify(moved);
    expect(text.match(/118\.79687/g)).toHaveLength(7);
    expect(text).not.toContain('118.79168');
    expect(moved.features[0]!.properties).toEqual({ id: 'x' });
    expect(line.geometry.coordinates[0]).toEqual(HERE);
  });

  test('asks our tiles in its datum, and moves nothing on maps in WGS-84', () => {
    expect(amap.tiles('stations')).toMatch(/\/tiles\/stations\/\{z\}\/\{x\}\/\{y\}\.mvt\?datum=gcj02$/);
    const own = new Plane();
    expect(own.tiles('stations')).toMatch(/\.mvt$/);
    expect(own.out(HERE)).toBe(HERE);
    expect(own.home({ lng: HERE[0], lat: HERE[1] })).toEqual({ lon: HERE[0], lat: HERE[1] });
    expect(amap.out([2.35, 48.85])).toEqual([2.35, 48.85]);
  });
});

describe('the style of a base map', () => {
  test('of own roads asks the server alone; of pictures draws them under everything', () => {
    const own = style({ kind: 'roads', datum: 'wgs84' }, false, 'https://y.example');
    expect(JSON.stringify(own.sources)).not.toMatch(/https:\/\/(?!y\.example)/);
    const amap = style(AMAP, true, 'https://y.example');
    expect(amap.layers.map((l) => l.id)).toEqual(['land', 'pictures-0', 'areas']);
    expect(Object.keys(amap.sources)).toEqual(['pictures-0']);
  });

  test('of an archive draws the layers that it knows and no border', () => {
    for (const names of [
      ['boundaries', 'buildings', 'earth', 'landuse', 'places', 'pois', 'roads', 'water'], // Protomaps
      ['boundary', 'building', 'landcover', 'landuse', 'place', 'transportation', 'transportation_name', 'water'], // OpenMapTiles
    ]) {
      const layers = drawn(names, false);
      expect(layers.filter((l) => l.type === 'line').length).toBe(2);
      expect(layers.filter((l) => l.type === 'fill').length).toBeGreaterThan(2);
      expect(layers.filter((l) => l.type === 'symbol').length).toBe(2);
      expect(new Set(layers.map((l) => l.id)).size).toBe(layers.length);
      expect(JSON.stringify(layers)).not.toMatch(/bound/);
    }
    expect(drawn(['something'], true)).toEqual([]);
  });
});

test('the foot of a map names its owner and its review number', () => {
  expect(credit(AMAP, false, zh)).toBe('© 高德地图 · 审图号：GS(2024)1号');
  expect(credit(AMAP, true, zh)).toContain(zh.demoTag);
  expect(credit(undefined, false, zh)).toBe(zh.credit);
  expect(credit({ kind: 'roads', datum: 'wgs84', review: 'GS(2024)2号' }, false, zh)).toBe(`${zh.credit} · 审图号：GS(2024)2号`);
});

test('a page knows whether drawing its map asks anybody else', () => {
  expect([undefined, AMAP, { kind: 'pmtiles', datum: 'wgs84', archive: '/basemap.pmtiles' }, { kind: 'pmtiles', datum: 'wgs84', archive: 'https://a.example/b' }].map((b) => outside(b as Basemap))).toEqual([false, true, false, true]);
});
