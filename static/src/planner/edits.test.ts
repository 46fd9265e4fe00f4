import { describe, expect, test } from 'vitest';
import type { FeatureCollection } from 'geojson';
import { added, closed, edited, moved, newName, question, read, timed, touched, untouched, written, type Edit } from './edits';

const A = '01a201db-fd37-7e3c-982d-2ed19983989d';
const B = '01a201db-fd40-7350-a820-fa573efa70ea';

describe('a list of edits', () => {
  test('keeps one move of a station, the last', () => {
    expect(moved(moved([], A, 102, 40), A, 102.5, 40.5)).toEqual([{ do: 'move', id: A, lon: 102.5, lat: 40.5 }]);
  });

  test('moves a new station where it stands in the list', () => {
    const list = moved(added(added([], 1, 2), 3, 4), newName(1), 5, 6);
    expect(question(list).add).toEqual([{ lon: 1, lat: 2 }, { lon: 5, lat: 6 }]);
  });

  test('forgets what was changed of a station that closes', () => {
    const list = closed(timed(moved([], A, 1, 2), A, '24/7'), A);
    expect(list).toEqual([{ do: 'remove', id: A }]);
  });

  test('drops a new station that closes and names the rest again', () => {
    const list = closed(added(added([], 1, 2), 3, 4), newName(0));
    expect(question(list)).toEqual({ add: [{ lon: 3, lat: 4 }], move: [], remove: [], hours: [] });
  });

  test('takes hours back when they are emptied', () => {
    expect(timed(timed([], A, '24/7'), A, '')).toEqual([]);
  });
});

describe('an address', () => {
  const list: Edit[] = [
    { do: 'add', lon: 102.4, lat: 40.2, kind: '', hours: '' },
    { do: 'add', lon: 102.5, lat: 40.1, kind: 'union_station', hours: 'Mo-Fr 08:00-20:00; PH off' },
    { do: 'move', id: A, lon: 102.41, lat: 40.19 },
    { do: 'remove', id: B },
    { do: 'hours', id: A, hours: '24/7' },
  ];

  test('gives the same edits back', () => expect(read(written(list))).toEqual(list));

  test.each(['', 'x~1~2', 'a~1', 'a~200~1', 'm~id~1~x', 'r~', 'h~id~'])('of %j carries no edit', (text) => {
    expect(read([text])).toEqual([]);
  });
});

describe('the map', () => {
  const point = (id: string, at: number[]) => ({ type: 'Feature' as const, properties: { station: id, name: id }, geometry: { type: 'Point' as const, coordinates: at } });
  const counted: FeatureCollection = { type: 'FeatureCollection', features: [point(A, [1, 1]), point(B, [2, 2]), point('c', [5, 5])] };
  const list = added(closed(moved([], A, 9, 8), B), 3, 3);
  const shown = (all: FeatureCollection) => all.features.map((f) => [f.properties?.id, (f.geometry as GeoJSON.Point).coordinates]);

  test('shows moves and new stations as edited, and none that is closed', () => {
    expect(shown(edited(counted, list))).toEqual([
      [A, [9, 8]],
      ['add[0]', [3, 3]],
    ]);
  });

  test('keeps apart what no edit names, whatever the edits say', () => {
    expect(touched(list)).toEqual([A, B]);
    expect(shown(untouched(counted, touched(list)))).toEqual([['c', [5, 5]]]);
  });
});
