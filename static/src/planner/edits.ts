import type { FeatureCollection } from 'geojson';
import type { Question } from '../api/whatif';

/** Edit is one change of a station that a planner tries. Of one station there
 *  is at most one of each sort, and a closed one has no other. */
export type Edit =
  | { do: 'add'; lon: number; lat: number; kind: string; hours: string }
  | { do: 'move'; id: string; lon: number; lat: number }
  | { do: 'remove'; id: string }
  | { do: 'hours'; id: string; hours: string };

/** MOST is how many edits one question may hold. */
export const MOST = 200;

const SORTS = { a: 'add', m: 'move', r: 'remove', h: 'hours' } as const;

/** added is the list with a new station at a place. */
export function added(list: readonly Edit[], lon: number, lat: number): Edit[] {
  return [...list, { do: 'add', lon: round(lon), lat: round(lat), kind: '', hours: '' }];
}

/** newName is how the server calls the i-th of the new stations. */
export function newName(i: number): string {
  return `add[${i}]`;
}

/** moved is the list with a station, old or new, at another place. */
export function moved(list: readonly Edit[], id: string, lon: number, lat: number): Edit[] {
  const at = { lon: round(lon), lat: round(lat) };
  const i = indexOfNew(list, id);
  if (i >= 0) return list.map((e, n) => (n === i ? { ...e, ...at } : e));
  return replaced(list, { do: 'move', id, ...at });
}

/** closed is the list without a station: a new one goes, an old one is
 *  removed, and what was changed of it before matters no more. */
export function closed(list: readonly Edit[], id: string): Edit[] {
  const i = indexOfNew(list, id);
  if (i >= 0) return list.filter((_, n) => n !== i);
  return [...list.filter((e) => !('id' in e) || e.id !== id), { do: 'remove', id }];
}

/** timed is the list with other hours for a station, old or new; '' leaves an
 *  old one's as they are, and a new one always open. */
export function timed(list: readonly Edit[], id: string, hours: string): Edit[] {
  const i = indexOfNew(list, id);
  if (i >= 0) return list.map((e, n) => (n === i ? { ...e, hours } : e));
  if (!hours) return list.filter((e) => !(e.do === 'hours' && e.id === id));
  return replaced(list, { do: 'hours', id, hours });
}

/** question is the list as the server wants it. */
export function question(list: readonly Edit[]): Question {
  const q: Question = { add: [], move: [], remove: [], hours: [] };
  for (const e of list) {
    if (e.do === 'add') q.add.push({ lon: e.lon, lat: e.lat, ...(e.kind && { kind: e.kind }), ...(e.hours && { hours: e.hours }) });
    if (e.do === 'move') q.move.push({ id: e.id, lon: e.lon, lat: e.lat });
    if (e.do === 'remove') q.remove.push(e.id);
    if (e.do === 'hours') q.hours.push({ id: e.id, hours: e.hours });
  }
  return q;
}

/** written is the list as texts of an address, one each. */
export function written(list: readonly Edit[]): string[] {
  return list.map((e) => {
    if (e.do === 'add') return ['a', e.lon, e.lat, e.kind, e.hours].join('~').replace(/~+$/, '');
    if (e.do === 'move') return ['m', e.id, e.lon, e.lat].join('~');
    return e.do === 'remove' ? `r~${e.id}` : `h~${e.id}~${e.hours}`;
  });
}

/** read is the list that an address carries; what makes no sense is left out. */
export function read(texts: readonly string[]): Edit[] {
  return texts.slice(0, MOST).flatMap((text) => {
    const [sort, ...rest] = text.split('~');
    const edit = one(SORTS[sort as keyof typeof SORTS], rest);
    return edit ? [edit] : [];
  });
}

function one(sort: Edit['do'] | undefined, [first = '', second = '', third = '', ...rest]: string[]): Edit | undefined {
  switch (sort) {
    case 'add':
      return onEarth(first, second) && { do: sort, lon: Number(first), lat: Number(second), kind: third, hours: rest.join('~') };
    case 'move':
      return onEarth(second, third) && { do: sort, id: first, lon: Number(second), lat: Number(third) };
    case 'remove':
      return first ? { do: sort, id: first } : undefined;
    case 'hours':
      return first && second ? { do: sort, id: first, hours: second } : undefined;
  }
  return undefined;
}

/** touched are the ids of the counted stations that edits name. */
export function touched(list: readonly Edit[]): string[] {
  return [...new Set(list.flatMap((e) => ('id' in e ? [e.id] : [])))].sort();
}

/** untouched are the counted stations but those. They may be many and change
 *  seldom, so they are kept apart from the edited. Properties: id, name. */
export function untouched(counted: FeatureCollection, ids: readonly string[]): FeatureCollection {
  const named = new Set(ids);
  const features = counted.features
    .filter((f) => !named.has(f.properties?.station))
    .map((f) => ({ ...f, properties: { id: f.properties?.station, name: f.properties?.name } }));
  return { type: 'FeatureCollection', features };
}

/** edited are the stations that edits name, as they leave them: moved, with
 *  other hours, or new; closed ones are gone. Properties: id, name. */
export function edited(counted: FeatureCollection, list: readonly Edit[]): FeatureCollection {
  const named = new Set(touched(list));
  const gone = new Set(list.flatMap((e) => (e.do === 'remove' ? [e.id] : [])));
  const moves = new Map(list.flatMap((e) => (e.do === 'move' ? [[e.id, [e.lon, e.lat]] as const] : [])));
  const old = counted.features
    .filter((f) => named.has(f.properties?.station) && !gone.has(f.properties?.station))
    .map((f) => {
      const id = f.properties?.station as string;
      const to = moves.get(id);
      return { type: 'Feature' as const, properties: { id, name: f.properties?.name }, geometry: to ? { type: 'Point' as const, coordinates: [...to] } : f.geometry };
    });
  const fresh = list
    .filter((e) => e.do === 'add')
    .map((e, i) => ({ type: 'Feature' as const, properties: { id: newName(i), name: '' }, geometry: { type: 'Point' as const, coordinates: [e.lon, e.lat] } }));
  return { type: 'FeatureCollection', features: [...old, ...fresh] };
}

function replaced(list: readonly Edit[], edit: Edit & { id: string }): Edit[] {
  const i = list.findIndex((e) => e.do === edit.do && 'id' in e && e.id === edit.id);
  return i < 0 ? [...list, edit] : list.map((e, n) => (n === i ? edit : e));
}

// indexOfNew is where in the list the new station of that name stands, -1 for
// an old one.
function indexOfNew(list: readonly Edit[], id: string): number {
  let i = 0;
  return list.findIndex((e) => e.do === 'add' && newName(i++) === id);
}

function onEarth(lon: string, lat: string): true | undefined {
  return (lon !== '' && lat !== '' && Math.abs(Number(lon)) <= 180 && Math.abs(Number(lat)) <= 90) || undefined;
}

// Six decimals are a tenth of a metre.
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
