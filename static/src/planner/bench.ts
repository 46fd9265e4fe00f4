import type { FeatureCollection } from 'geojson';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { areaShape, circle, compare, compute, gapShapes, recall, type Answer, type Plan } from '../api/coverage';
import { meta } from '../api/nearby';
import type { Coverage, Gap, Meta } from '../api/types';
import type { HostFile } from '../api/hosts';
import { points, type Site } from '../api/siting';
import type { Effect, Shift } from '../api/whatif';
import { Asked } from '../look/asked';
import { fromAddress, planIn, toAddress, toQuery, type View } from './address';
import type { Duel } from './compare-panel';
import { MOST, added, closed, moved, newName, timed, type Edit } from './edits';
import type { Marks } from './mark-layers';
import type { StationEdit } from './station-box';
import type { Drag } from './station-drag';
import { Trial } from './trial';

// MANY is how many stations may be fetched one by one for each hour.
const MANY = 5000;
const NO_SHIFTS: Shift[] = [];
const NO_GAPS: Gap[] = [];

/** Bench is the state of the planner's page: the view that the address names,
 *  what the server answered to it, and the edits that are tried. */
export class Bench implements ReactiveController {
  view: View;
  /** draft is the plan in the form, which may not be asked yet. */
  draft: Plan;
  loads: FeatureCollection | undefined;
  sites: FeatureCollection | undefined;
  /** hosts are a file of places that sites may be chosen from. */
  hosts: HostFile | undefined;
  private hostPoints: FeatureCollection | undefined;
  readonly meta: Asked<Meta>;
  readonly answer: Asked<Answer>;
  readonly area: Asked<FeatureCollection>;
  readonly circle: Asked<FeatureCollection>;
  readonly duel: Asked<Duel & { gaps: FeatureCollection }>;
  readonly trial: Trial;
  private marked: Marks = {};
  private ranks: { of: FeatureCollection; gaps: Gap[] } | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
    this.meta = new Asked(host);
    this.answer = new Asked(host);
    this.area = new Asked(host);
    this.circle = new Asked(host);
    this.duel = new Asked(host);
    this.trial = new Trial(host);
    this.view = fromAddress(location.search);
    this.draft = this.view.plan;
    this.trial.set(this.view.edits);
  }

  hostConnected(): void {
    addEventListener('popstate', this.arrive);
    this.meta.ask('meta', meta);
    this.settle();
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.arrive);
  }

  // What hangs on an answer is asked for when it has come.
  hostUpdate(): void {
    const { run, view } = this;
    this.trial.rest(run?.id ?? '');
    if (!run) return;
    const plan = this.answer.value!.plan;
    if (this.counting) void this.trial.need();
    if (plan.area) this.area.ask(plan.area, (signal) => areaShape(plan.area, signal));
    else this.area.clear();
    if (view.station && view.circle && !view.station.startsWith('add[')) {
      this.circle.ask(JSON.stringify([view.station, plan.mode, plan.minutes, plan.truck]), (signal) => circle(view.station, plan, signal));
    } else this.circle.clear();
    if (view.against && view.against !== run.id) this.duel.ask(`${view.against} ${run.id}`, (signal) => this.fight(view.against, run, signal));
    else if (!view.against) this.duel.clear();
  }

  /** counting is whether the map shows the stations that count one by one: to
   *  drag them, or as an hour leaves some out. */
  get counting(): boolean {
    const { run, view } = this;
    if (!run || view.tab === 'reliance') return false;
    return view.tab === 'whatif' || (this.answer.value!.plan.at !== '' && run.stations.used <= MANY);
  }

  get run(): Coverage | undefined {
    return this.answer.value?.run;
  }

  /** effect is what the map shows of the edits: a comparison is of two runs as
   *  they were computed. */
  get effect(): Effect | undefined {
    return this.view.tab === 'compare' ? undefined : this.trial.effect;
  }

  /** gaps are the outlines as the edits leave them. */
  get gaps(): FeatureCollection | undefined {
    return this.effect?.gap_outlines ?? this.answer.value?.gaps;
  }

  /** ranked are the gaps in order of demand, as the edits leave them. */
  get ranked(): Gap[] {
    const { gaps } = this;
    if (!gaps) return NO_GAPS;
    if (this.ranks?.of !== gaps) this.ranks = { of: gaps, gaps: gaps.features.map((f) => f.properties as Gap) };
    return this.ranks.gaps;
  }

  get shifts(): Shift[] {
    return this.effect?.changed_cells ?? NO_SHIFTS;
  }

  /** marks are what the tab puts on the map: the same object while they are
   *  the same. */
  get marks(): Marks {
    const { tab } = this.view;
    const placed = this.counting ? (tab === 'compare' ? { resting: this.trial.before } : { resting: this.trial.resting, edited: this.trial.edited }) : {};
    const marks: Marks = {
      ...placed,
      loads: tab === 'reliance' ? this.loads : undefined,
      sites: tab === 'sites' ? this.sites : undefined,
      hosts: tab === 'sites' && this.view.wish.from !== 'gaps' ? this.hostPoints : undefined,
      circle: this.circle.value,
    };
    const keys = ['resting', 'edited', 'loads', 'sites', 'hosts', 'circle'] as const;
    if (keys.some((k) => marks[k] !== this.marked[k])) this.marked = marks;
    return this.marked;
  }

  /** go changes the view and the address; a step that can be gone back from
   *  unless it replaces the last one. */
  go(part: Partial<View>, replaces = false): void {
    this.view = { ...this.view, ...part };
    const address = location.pathname + toAddress(this.view, location.search);
    if (address !== location.pathname + location.search) {
      if (replaces) history.replaceState(null, '', address);
      else history.pushState(null, '', address);
    }
    this.settle();
    this.host.requestUpdate();
  }

  /** start computes the plan of the form, again when it was asked before. */
  start(plan = this.draft): void {
    this.draft = plan;
    const again = this.view.asked && key(plan) === key(this.view.plan);
    this.go({ plan, asked: true, gap: '' });
    if (again && !this.answer.busy) this.answer.again();
  }

  /** atHour computes the same plan for another moment. */
  atHour(at: string): void {
    this.draft = { ...this.draft, at };
    this.go({ plan: { ...this.view.plan, at }, gap: '' }, true);
  }

  /** keep makes the run that is shown the one to compare with. */
  keep(then?: Plan): void {
    if (!this.run) return;
    this.go({ against: this.run.id, was: toQuery(this.answer.value!.plan).toString() });
    if (then) this.start(then);
  }

  /** edit makes the edits these, which can be undone. */
  edit(list: readonly Edit[]): void {
    this.trial.change(list);
    this.go({ edits: [...list], station: this.stillThere(list) ? this.view.station : '' });
  }

  /** step undoes an edit, or does it again. */
  step(back: boolean): void {
    if (back) this.trial.undo();
    else this.trial.redo();
    this.go({ edits: [...this.trial.list] });
  }

  /** add tries a new station at a place, and picks it. */
  add(lon: number, lat: number): void {
    const fresh = newName(this.trial.list.filter((e) => e.do === 'add').length);
    this.edit(added(this.trial.list, lon, lat));
    this.go({ station: fresh }, true);
  }

  /** tryAt tries sites in the what-if: new stations, and longer hours. */
  tryAt(sites: readonly Site[]): void {
    const { list } = this.trial;
    const free = sites.slice(0, MOST - list.length);
    this.edit(free.reduce<readonly Edit[]>((all, s) => (s.station ? timed(all, s.station, s.hours ?? '') : added(all, s.lon, s.lat)), list));
    this.go({ tab: 'whatif' });
  }

  /** drag follows a station on its way. */
  drag({ id, lon, lat, done }: Drag): void {
    const list = moved(this.trial.list, id, lon, lat);
    if (!done) this.trial.preview(list);
    else {
      this.edit(list);
      this.go({ station: id }, true);
    }
  }

  /** change does what is wanted of the picked station. */
  change(wanted: StationEdit): void {
    const { list } = this.trial;
    const { station } = this.view;
    if ('close' in wanted) this.edit(closed(list, station));
    else if ('hours' in wanted) this.edit(timed(list, station, wanted.hours));
    else this.edit(moved(list, station, wanted.lon, wanted.lat));
  }

  /** mark puts what a panel found on the map. */
  mark(found: Pick<Partial<Bench>, 'loads' | 'sites'>): void {
    Object.assign(this, found);
    this.host.requestUpdate();
  }

  /** take takes a file of hosts: what was found among others is not of them. */
  take(hosts: HostFile | undefined): void {
    this.hosts = hosts;
    this.hostPoints = hosts && points(hosts.candidates);
    this.go({ found: '' }, true);
  }

  // settle asks for what the view needs of the server.
  private settle(): void {
    const { view } = this;
    if (view.asked) this.answer.ask(key(view.plan), (signal) => compute(view.plan, signal));
    else this.answer.clear();
  }

  // arrive follows the browser's back and forward.
  private readonly arrive = () => {
    this.view = fromAddress(location.search);
    this.draft = this.view.plan;
    this.trial.set(this.view.edits);
    this.settle();
    this.host.requestUpdate();
  };

  // stillThere reports whether the picked station is not one that just closed.
  private stillThere(list: readonly Edit[]): boolean {
    const { station } = this.view;
    const fresh = list.filter((e) => e.do === 'add').length;
    if (station.startsWith('add[')) return Number(/\d+/.exec(station)![0]) < fresh;
    return !list.some((e) => e.do === 'remove' && e.id === station);
  }

  private async fight(against: string, run: Coverage, signal: AbortSignal): Promise<Duel & { gaps: FeatureCollection }> {
    const [other, gaps, comparison] = await Promise.all([recall(against, signal), gapShapes(against, signal), compare(against, run.id, signal)]);
    return { plan: planIn(new URLSearchParams(this.view.was)), run: other, gaps, comparison };
  }
}

// key names a plan: of equal ones it is equal.
function key(plan: Plan): string {
  return toQuery(plan).toString();
}
