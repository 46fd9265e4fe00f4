import { MEASURES, type Measure } from '../api/accessibility';
import { SPANS, type Plan, type Span, type Truck } from '../api/coverage';
import { FAIR, FROM, UNTIL, type Fair, type Wish } from '../api/siting';
import type { Mode } from '../api/types';
import { read, written, type Edit } from './edits';

/** START is the plan of a fresh page. */
export const START: Plan = {
  area: '',
  mode: 'walk',
  minutes: 15,
  k: 1,
  kinds: [],
  services: [],
  at: '',
  layer: '',
  verified: 0,
  truck: { height: 0, length: 0, weight: 0 },
};

const START_WISH: Wish = { p: 5, spacing: 0, fair: 'most', longer: '', from: 'gaps', budget: 0, siteCost: 0, single: false };

/** LONGEST is the most minutes that may be asked for. */
export const LONGEST = 240;

/** TABS are the sides of a result that may be looked at. */
export const TABS = ['coverage', 'gaps', 'districts', 'hours', 'whatif', 'sites', 'reliance', 'equity', 'compare'] as const;
export type Tab = (typeof TABS)[number];

/** Camera is where a map looks: longitude, latitude, zoom. */
export type Camera = [number, number, number];

/** View is everything that a link to the page carries. */
export interface View {
  plan: Plan;
  /** asked is whether the plan is to be computed. */
  asked: boolean;
  tab: Tab;
  /** span is how many days are looked at hour by hour. */
  span: Span;
  /** level is that of the districts listed, '' for the usual one. */
  level: string;
  /** measure is what equity is measured by. */
  measure: Measure;
  edits: Edit[];
  /** gap and station are the ids of those picked, '' for none. */
  gap: string;
  station: string;
  /** circle is whether the picked station's circle is shown. */
  circle: boolean;
  /** wish is what is wanted of the next sites, found the id of the answer. */
  wish: Wish;
  found: string;
  /** against is the id of the run to compare with, was the plan it answers,
   *  as toQuery writes it. */
  against: string;
  was: string;
  camera: Camera | undefined;
}

const MODES: readonly string[] = ['walk', 'ride', 'truck'];
/** MOST_SITES is how many next sites may be looked for. */
export const MOST_SITES = 100;

/** fromAddress reads what a link carries; what is missing or makes no sense is
 *  as on a fresh page. */
export function fromAddress(search: string): View {
  const q = new URLSearchParams(search);
  const tab = q.get('tab') as Tab;
  return {
    plan: planIn(q),
    asked: q.has('minutes'),
    tab: TABS.includes(tab) ? tab : 'coverage',
    span: SPANS.find((s) => s === q.get('span')) ?? SPANS[0],
    level: /^[a-z]{1,20}$/.exec(q.get('level') ?? '')?.[0] ?? '',
    measure: MEASURES.find((m) => m === q.get('measure')) ?? MEASURES[0],
    edits: read(q.getAll('edit')),
    gap: q.get('gap') ?? '',
    station: q.get('station') ?? '',
    circle: q.has('circle'),
    wish: wishIn(q),
    found: run(q.get('found')),
    against: run(q.get('against')),
    was: q.get('was') ?? '',
    camera: camera(q.get('map')),
  };
}

/** planIn reads a plan from a query. */
export function planIn(q: URLSearchParams): Plan {
  const mode = q.get('mode') ?? '';
  const minutes = Number(q.get('minutes'));
  const days = Number(q.get('verified'));
  return {
    area: q.get('area') ?? START.area,
    mode: MODES.includes(mode) ? (mode as Mode) : START.mode,
    minutes: minutes > 0 && minutes <= LONGEST ? minutes : START.minutes,
    k: q.get('k') === '2' ? 2 : 1,
    kinds: q.getAll('kind'),
    services: q.getAll('service'),
    at: q.get('at') ?? START.at,
    layer: q.get('layer') ?? START.layer,
    verified: Number.isInteger(days) && days > 0 ? days : 0,
    truck: truck(q),
  };
}

/** toQuery writes a plan so that planIn reads it back. */
export function toQuery(plan: Plan): URLSearchParams {
  const q = new URLSearchParams();
  if (plan.area) q.set('area', plan.area);
  q.set('mode', plan.mode);
  q.set('minutes', String(plan.minutes));
  q.set('k', String(plan.k));
  for (const kind of plan.kinds) q.append('kind', kind);
  for (const service of plan.services) q.append('service', service);
  if (plan.at) q.set('at', plan.at);
  if (plan.layer) q.set('layer', plan.layer);
  if (plan.verified) q.set('verified', String(plan.verified));
  if (plan.mode === 'truck') for (const [name, v] of Object.entries(plan.truck)) if (v > 0) q.set(name, String(v));
  return q;
}

/** toAddress writes a view so that fromAddress reads it back, and keeps the
 *  language that the address may name. */
export function toAddress(view: View, search: string): string {
  const q = view.asked ? toQuery(view.plan) : new URLSearchParams();
  if (view.tab !== 'coverage') q.set('tab', view.tab);
  if (view.span !== SPANS[0]) q.set('span', view.span);
  if (view.level) q.set('level', view.level);
  if (view.measure !== MEASURES[0]) q.set('measure', view.measure);
  for (const edit of written(view.edits)) q.append('edit', edit);
  if (view.gap) q.set('gap', view.gap);
  if (view.station) q.set('station', view.station);
  if (view.station && view.circle) q.set('circle', '1');
  writeWish(q, view.wish);
  if (view.found) q.set('found', view.found);
  if (view.against) q.set('against', view.against);
  if (view.against && view.was) q.set('was', view.was);
  if (view.camera) q.set('map', view.camera.join(','));
  const lang = new URLSearchParams(search).get('lang');
  if (lang) q.set('lang', lang);
  const text = q.toString();
  return text ? `?${text}` : '';
}

function writeWish(q: URLSearchParams, { p, spacing, fair, longer, from, budget, siteCost, single }: Wish): void {
  if (p !== START_WISH.p) q.set('sites', String(p));
  if (spacing) q.set('spacing', String(spacing));
  if (fair !== START_WISH.fair) q.set('fair', fair);
  if (longer) q.set('longer', longer);
  if (from !== START_WISH.from) q.set('from', from);
  if (budget) q.set('budget', String(budget));
  if (siteCost) q.set('sitecost', String(siteCost));
  if (single) q.set('single', '1');
}

function wishIn(q: URLSearchParams): Wish {
  const p = Number(q.get('sites'));
  const spacing = Number(q.get('spacing'));
  const fair = q.get('fair') as Fair;
  return {
    p: Number.isInteger(p) && p > 0 && p <= MOST_SITES ? p : START_WISH.p,
    spacing: spacing > 0 && spacing <= 50_000 ? spacing : 0,
    fair: FAIR.includes(fair) ? fair : START_WISH.fair,
    longer: UNTIL.find((u) => u === q.get('longer')) ?? '',
    from: FROM.find((f) => f === q.get('from')) ?? START_WISH.from,
    budget: money(q.get('budget')),
    siteCost: money(q.get('sitecost')),
    single: q.has('single'),
  };
}

function money(text: string | null): number {
  const n = Number(text);
  return n > 0 && Number.isFinite(n) ? n : 0;
}

// run is the id of a run or an answer; '' when a text is none.
function run(text: string | null): string {
  return text && /^[0-9a-f]{16}$/.test(text) ? text : '';
}

function truck(q: URLSearchParams): Truck {
  const size = (name: keyof Truck) => Math.max(0, Number(q.get(name)) || 0);
  return { height: size('height'), length: size('length'), weight: size('weight') };
}

function camera(text: string | null): Camera | undefined {
  const parts = (text ?? '').split(',').map(Number);
  return text && parts.length === 3 && parts.every(Number.isFinite) && Math.abs(parts[0]!) <= 180 && Math.abs(parts[1]!) <= 90 ? (parts as Camera) : undefined;
}
