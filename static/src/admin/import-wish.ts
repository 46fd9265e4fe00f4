import type { Preview } from '../api/office';
import type { Datum } from '../api/registry';

/** Wish is how somebody wants a file to be imported. */
export interface Wish {
  source: string;
  datum: Datum | '';
  sheet: string;
  kind: string; // of rows that name none
  key: string; // the column that tells rows apart; '' for the usual ones
  columns: Record<string, string>; // field by column, as changed by hand; '' for none
}

export const NOTHING: Wish = { source: '', datum: '', sheet: '', kind: '', key: '', columns: {} };

/** LEFT_OUT stands for a column that is to be left out. */
const LEFT_OUT = '-';

/** options are a wish as the server takes it. A mapping counts as a whole: once
 *  one column is mapped by hand, so are those that were remembered. */
export function options(wish: Wish, seen: Preview, dry: boolean): URLSearchParams {
  const query = new URLSearchParams({ source: wish.source.trim(), datum: wish.datum });
  if (wish.sheet) query.set('sheet', wish.sheet);
  if (wish.kind) query.set('kind', wish.kind);
  if (wish.key) query.set('key', wish.key);
  for (const [column, field] of mapping(wish, seen)) query.append('map', `${column}=${field || LEFT_OUT}`);
  if (dry) query.set('dry_run', 'true');
  return query;
}

function mapping(wish: Wish, seen: Preview): [string, string][] {
  const changed = seen.columns.filter((c) => c.name && wish.columns[c.name] !== undefined && wish.columns[c.name] !== c.field);
  if (changed.length === 0) return [];
  const all = seen.remembered ? seen.columns.filter((c) => c.name && (c.field || wish.columns[c.name] !== undefined)) : changed;
  return all.map((c) => [c.name, wish.columns[c.name] ?? c.field]);
}

/** taken returns a mapping in which a field stands at one column only: the one
 *  that was chosen last. */
export function taken(seen: Preview, columns: Wish['columns'], column: string, field: string): Wish['columns'] {
  const next = { ...columns, [column]: field };
  if (!field) return next;
  for (const c of seen.columns) {
    if (c.name !== column && (next[c.name] ?? c.field) === field) next[c.name] = '';
  }
  return next;
}
