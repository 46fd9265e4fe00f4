import { contains, type Role } from '../api/registry';

/** VIEWS are the tasks of the desk, with the role that each needs. */
export const VIEWS = {
  stations: 'reader',
  import: 'editor',
  reviews: 'editor',
  reports: 'editor',
  overdue: 'editor',
  stats: 'planner',
  keys: 'admin',
  audit: 'admin',
} as const satisfies Record<string, Role>;

export type View = keyof typeof VIEWS;

/** SORTS are the orders of the list of stations. */
export const SORTS = ['id', 'name', 'adcode', 'updated', 'verified'] as const;

/** Desk is what the page shows: the task, what the list is filtered by, and
 *  the station that is chosen. It is the address, but for the key. */
export interface Desk {
  view: View;
  q: string;
  kinds: string[];
  lifecycles: string[];
  area: string;
  verified: '' | 'fresh' | 'overdue' | 'never' | 'doubted';
  synthetic: '' | 'true' | 'false';
  sort: (typeof SORTS)[number];
  id: string;
  what: '' | 'edit' | 'history' | 'new';
}

export const START: Desk = { view: 'stations', q: '', kinds: [], lifecycles: [], area: '', verified: '', synthetic: '', sort: 'id', id: '', what: '' };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** fromAddress reads a desk; what is not known is left out. */
export function fromAddress(search: string): Desk {
  const given = new URLSearchParams(search);
  const one = <T extends string>(name: string, known: readonly T[], otherwise: T) => known.find((k) => k === given.get(name)) ?? otherwise;
  const id = given.get('id') ?? '';
  return {
    view: one('view', Object.keys(VIEWS) as View[], 'stations'),
    q: (given.get('q') ?? '').slice(0, 60),
    kinds: given.getAll('kind').filter(word),
    lifecycles: given.getAll('lifecycle').filter(word),
    area: /^\d{6,12}$/.test(given.get('area') ?? '') ? given.get('area')! : '',
    verified: one('verified', ['', 'fresh', 'overdue', 'never', 'doubted'], ''),
    synthetic: one('synthetic', ['', 'true', 'false'], ''),
    sort: one('sort', SORTS, 'id'),
    id: ID.test(id) ? id : '',
    what: one('what', ['', 'edit', 'history', 'new'], ''),
  };
}

/** toAddress writes a desk; the language of the former address stays. */
export function toAddress(desk: Desk, former: string): string {
  const lang = new URLSearchParams(former).get('lang');
  const all = new URLSearchParams(lang ? { lang } : {});
  if (desk.view !== 'stations') all.set('view', desk.view);
  for (const [name, value] of filters(desk)) all.append(name, value);
  if (desk.id) all.set('id', desk.id);
  if (desk.what) all.set('what', desk.what);
  return all.size > 0 ? `?${all}` : '';
}

/** filters are the desk's filters as the server wants them, too. An order
 *  counts without words only: what is found by words comes the best first. */
export function filters(desk: Desk): URLSearchParams {
  const all = new URLSearchParams();
  if (desk.q) all.set('q', desk.q);
  for (const kind of desk.kinds) all.append('kind', kind);
  for (const stage of desk.lifecycles) all.append('lifecycle', stage);
  if (desk.area) all.set('area', desk.area);
  if (desk.verified) all.set('verified', desk.verified);
  if (desk.synthetic) all.set('synthetic', desk.synthetic);
  if (desk.sort !== 'id' && !desk.q) all.set('sort', desk.sort);
  return all;
}

/** open lists the tasks that a role may do. */
export function open(role: Role): View[] {
  return (Object.keys(VIEWS) as View[]).filter((view) => contains(role, VIEWS[view]));
}

function word(code: string): boolean {
  return /^[a-z_]{1,40}$/.test(code);
}
