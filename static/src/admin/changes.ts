import type { Edit } from '../api/registry';

/** Members is a JSON object. */
export type Members = Record<string, unknown>;

/** KEPT are the members that the registry itself sets; the place is compared
 *  by itself, since the same place has other numbers in another datum. */
const KEPT = ['id', 'revision', 'created_at', 'updated_at', 'verification', 'doubt', 'adcode_derived', 'original', 'source', 'source_record', 'datum', 'lon', 'lat'];

/** equal compares two values as JSON; what is empty is as good as absent. */
export function equal(a: unknown, b: unknown): boolean {
  return spelt(a) === spelt(b);
}

/** patch is the RFC 7396 merge patch that makes after of before: null for what
 *  was emptied, lists whole, objects member by member. */
export function patch(before: Members, after: Members): Members {
  const change: Members = {};
  for (const name of names(before, after)) {
    const [old, now] = [before[name], after[name]];
    if (equal(old, now)) continue;
    change[name] = empty(now) ? null : isObject(old) && isObject(now) ? patch(old, now) : now;
  }
  return change;
}

/** amendment is the patch that saves an edit. With moved it states the place,
 *  in the datum of after. */
export function amendment(before: Edit, after: Edit, moved: boolean): Members {
  const change = patch(owned(before), owned(after));
  return moved ? { ...change, datum: after.datum, lon: after.lon, lat: after.lat } : change;
}

/** Clash is a field that two people changed, each otherwise. */
export interface Clash {
  field: string;
  base: unknown;
  theirs: unknown;
  mine: unknown;
}

/** clashes compares what was changed here with what was changed meanwhile. */
export function clashes(base: Edit, theirs: Edit, mine: Edit): Clash[] {
  const [here, there] = [patch(owned(base), owned(mine)), patch(owned(base), owned(theirs))];
  return Object.keys(here)
    .filter((field) => field in there && !equal(theirs[field], mine[field]))
    .map((field) => ({ field, base: base[field], theirs: theirs[field], mine: mine[field] }));
}

/** rebase puts the changes made here on what stands now, but for those fields
 *  that are left to the others. The place stays theirs unless it was moved. */
export function rebase(versions: { base: Edit; theirs: Edit; mine: Edit }, leave: ReadonlySet<string>, moved: boolean): Edit {
  const { base, theirs, mine } = versions;
  const next: Edit = { ...theirs };
  for (const field of Object.keys(patch(owned(base), owned(mine)))) {
    if (leave.has(field)) continue;
    if (empty(mine[field])) delete next[field];
    else next[field] = mine[field];
  }
  return moved ? { ...next, datum: mine.datum, lon: mine.lon, lat: mine.lat } : next;
}

/** Difference is a field in which two records differ. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** differences lists the fields in which two records, or none, differ; objects
 *  member by member; a place that moved as one field. */
export function differences(before: Members | null, after: Members | null): Difference[] {
  const [a, b] = [flat(owned(before ?? {})), flat(owned(after ?? {}))];
  const list = names(a, b)
    .filter((field) => !equal(a[field], b[field]))
    .map((field) => ({ field, before: a[field], after: b[field] }));
  const [from, to] = [pair(before), pair(after)];
  return equal(from, to) ? list : [...list, { field: 'place', before: from, after: to }];
}

/** at reads a member by its path, such as truck.spaces. */
export function at(record: Members, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), record);
}

/** put returns the record with another member; an empty one is taken away. */
export function put<T extends Members>(record: T, path: string, value: unknown): T {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  const held = record[first];
  const next = rest.length > 0 ? put(isObject(held) ? held : {}, rest.join('.'), value) : value;
  const copy: Members = { ...record, [first]: next };
  if (empty(next)) delete copy[first];
  return copy as T;
}

/** empty reports whether a value says nothing. */
export function empty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(empty);
}

function owned(record: Members): Members {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !KEPT.includes(name)));
}

function flat(record: Members): Members {
  const out: Members = {};
  for (const [name, value] of Object.entries(record)) {
    if (isObject(value)) for (const [part, inner] of Object.entries(value)) out[`${name}.${part}`] = inner;
    else out[name] = value;
  }
  return out;
}

function pair(record: Members | null): unknown {
  return record && typeof record.lon === 'number' ? [record.lon, record.lat] : undefined;
}

function names(a: Members, b: Members): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

// spelt writes a value with its members in order and without the empty ones.
function spelt(value: unknown): string {
  return JSON.stringify(tidy(value)) ?? '';
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value.map(tidy) : undefined;
  if (!isObject(value)) return empty(value) ? undefined : value;
  const kept = Object.entries(value).filter(([, inner]) => !empty(inner));
  return kept.length > 0 ? Object.fromEntries(kept.sort(([x], [y]) => (x < y ? -1 : 1)).map(([k, v]) => [k, tidy(v)])) : undefined;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
