import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { Failure, inWords } from '../api/client';
import { areaShape, report, type Plan } from '../api/coverage';
import { holder } from '../api/key';
import type { Located } from '../api/types';
import { copy } from '../look/copy';
import '../look/page-head';
import { parts } from '../look/parts';
import { Canvas } from '../map/canvas';
import { percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import type { Camera, Tab } from './address';
import { Bench } from './bench';
import './bench-tabs';
import type { Edit } from './edits';
import './export-box';
import './file-link';
import { save } from './files';
import './key-box';
import './map-legend';
import './plan-form';
import { told } from './plan-text';
import { plannerLook } from './planner-look';
import type { PickedStation, PlannerMap } from './planner-map';
import { side } from './side';
import type { StationEdit } from './station-box';
import type { Drag } from './station-drag';

// NARROW is a screen on which all stands below one another.
const NARROW = '(max-width: 55.99rem)';

/** PlannerApp is the planner's page: say what, compute, see where it lacks,
 *  try what would help. */
export class PlannerApp extends LitElement {
  static override properties = { said: { state: true }, adding: { state: true }, linked: { state: true }, unfolded: { state: true } };

  declare said: string;
  /** adding is whether a tap on the map opens a new station there. */
  declare adding: boolean;
  /** linked is where both maps of a comparison look. */
  declare linked: Camera | undefined;
  /** unfolded is whether a narrow screen shows the form though there is a run. */
  declare unfolded: boolean;
  private readonly bench = new Bench(this);
  private readonly narrow = matchMedia(NARROW);
  private readonly canvas = new Canvas(this, () => Promise.all([import('./planner-map'), this.bench.meta.done]));

  static override styles = [parts, plannerLook];

  constructor() {
    super();
    this.said = '';
    this.adding = this.unfolded = false;
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.narrow.addEventListener('change', this.redraw);
  }

  // A phone fetches the map when there is something to draw on it.
  override willUpdate(): void {
    if (!this.narrow.matches || this.bench.run) this.canvas.want();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.narrow.removeEventListener('change', this.redraw);
  }

  override render(): TemplateResult {
    const w = words();
    const { meta, run } = this.bench;
    document.title = w.planner.title;
    return html`
      <page-head .heading=${w.planner.heading} .synthetic=${meta.value?.synthetic ?? false}>
        <a class="button" href="/">${w.planner.rider}</a>
        <a class="button" href="/docs">${w.api}</a>
      </page-head>
      <main
        @plan-change=${on<Plan>((plan) => this.draft(plan))}
        @gap-pick=${on<string>((gap) => this.bench.go({ gap }, true))}
        @station-pick=${on<PickedStation & { at?: [number, number] }>((s) => this.pick(s))}
        @station-found=${on<Located>((s) => this.pick({ ...s, at: [s.lon, s.lat] }))}
        @station-leave=${() => this.bench.go({ station: '', circle: false }, true)}
        @station-drag=${on<Drag>((drag) => this.bench.drag(drag))}
        @station-edit=${on<StationEdit>((wanted) => this.bench.change(wanted))}
        @circle=${on<boolean>((circle) => this.bench.go({ circle }, true))}
        @place-pick=${on<{ lon: number; lat: number }>(({ lon, lat }) => this.add(lon, lat))}
        @add-here=${this.addHere}
        @adding=${on<boolean>((adding) => (this.adding = adding))}
        @edits=${on<readonly Edit[]>((list) => this.bench.edit(list))}
        @undo=${() => this.bench.step(true)}
        @redo=${() => this.bench.step(false)}
        @hour-pick=${on<string>((at) => this.bench.atHour(at))}
        @camera=${on<{ camera: Camera; byHand: boolean }>((c) => this.look(c.camera, c.byHand))}
        @area-go=${on<string>((adcode) => this.goToArea(adcode))}
        @site-go=${on<[number, number]>((at) => this.map?.goTo(at))}
        @share=${this.share}
        @picture=${this.picture}
      >
        <div class="panel sheet">${this.form()}</div>
        <div class="chart">${this.canvas.stand === 'there' ? this.maps() : this.noMap()}</div>
        <div class="panel results">${run ? this.results() : nothing}</div>
      </main>
    `;
  }

  private form(): TemplateResult {
    const w = words();
    const { bench } = this;
    const meta = bench.meta.value;
    return html`
      ${this.folded() ? this.asked() : html`<plan-form .plan=${bench.draft} .meta=${meta} .busy=${bench.answer.busy} @plan-run=${this.start}></plan-form>`}
      <div role="status">${this.status()}</div>
      ${this.failure()} ${meta && !meta.roads?.length ? html`<p class="note bad">${w.planner.noRoads}</p>` : nothing}
      ${meta && !meta.layers?.length ? html`<p class="note">${w.ask.noDemand}</p>` : nothing}
    `;
  }

  // folded: on a narrow screen a result goes before the question.
  private folded(): boolean {
    return this.narrow.matches && !this.unfolded && this.bench.run !== undefined;
  }

  private asked(): TemplateResult {
    return html`<div class="row asked">
      <strong>${told(this.bench.view.plan)}</strong>
      <button @click=${() => (this.unfolded = true)}>${words().ask.change}</button>
    </div>`;
  }

  private status(): TemplateResult | typeof nothing {
    const w = words().planner;
    const { answer, run } = this.bench;
    if (this.said) return html`<p class="note">${this.said}</p>`;
    if (answer.busy) return html`<p class="note">${w.running}</p>`;
    if (run) {
      return html`<div class="note row ready">
        <span>${w.ready(run.demand.share === null ? w.noShare : percent(run.demand.share))}</span>
        <file-link .href=${report(run.id)} .name=${`coverage-${run.id}.pdf`}>${w.report}</file-link>
      </div>`;
    }
    return answer.problem ? nothing : html`<p class="soft">${w.nothing}</p>`;
  }

  private failure(): TemplateResult | typeof nothing {
    const w = words();
    const asked = [this.bench.meta, this.bench.answer].find((a) => a.problem);
    if (!asked) return nothing;
    const barred = asked.problem instanceof Failure && asked.problem.trouble === 'refused';
    return html`<div class="note bad row" role="alert">
        <span>${barred ? (holder.held ? w.key.wrong : w.planner.needPlanner) : inWords(asked.problem, w)}</span>
        ${barred ? nothing : html`<button @click=${asked.again}>${w.retry}</button>`}
      </div>
      ${barred ? html`<key-box @key-given=${asked.again}></key-box>` : nothing}`;
  }

  private noMap(): TemplateResult {
    return html`<div class="map-wait soft ${this.canvas.stand}" role="status">${this.canvas.word()}</div>`;
  }

  private maps(): TemplateResult {
    const { bench } = this;
    const { view, run } = bench;
    const duel = view.tab === 'compare' && view.against ? bench.duel.value : undefined;
    const both = duel && run && duel.run.id !== run.id ? duel : undefined;
    const plan = bench.answer.value?.plan ?? view.plan;
    const common = { bounds: bench.meta.value?.bounds ?? undefined, synthetic: bench.meta.value?.synthetic ?? false, ground: bench.meta.value?.basemap };
    return html`
      <div class=${both ? 'maps two' : 'maps'}>
        ${both
          ? html`<planner-map
              .run=${both.run.id}
              .limit=${both.plan.minutes}
              .gaps=${both.gaps}
              .ranked=${both.run.gaps ?? []}
              .bounds=${common.bounds}
              .synthetic=${common.synthetic}
              .ground=${common.ground}
              .camera=${this.linked ?? view.camera}
              .label=${`A ${told(both.plan)}`}
              linked
            ></planner-map>`
          : nothing}
        <planner-map
          class="main"
          .run=${run?.id ?? ''}
          .limit=${plan.minutes}
          .gaps=${bench.gaps}
          .ranked=${bench.ranked}
          .shifts=${bench.shifts}
          .marks=${bench.marks}
          .picked=${view.gap}
          .station=${view.station}
          .bounds=${common.bounds}
          .synthetic=${common.synthetic}
          .ground=${common.ground}
          .area=${bench.area.value}
          .camera=${both ? (this.linked ?? view.camera) : view.camera}
          .label=${both ? `B ${told(plan)}` : this.trying()}
          ?adding=${this.adding}
          ?editing=${view.tab === 'whatif'}
          ?linked=${Boolean(both)}
        ></planner-map>
      </div>
      ${this.circleNote()} <map-legend .limit=${plan.minutes} .tab=${view.tab} .trying=${bench.shifts.length > 0} .counting=${bench.counting} .hosting=${bench.marks.hosts !== undefined} .loading=${bench.marks.loads !== undefined} ?folded=${this.narrow.matches}></map-legend>
    `;
  }

  // trying reminds that the map shows edits, which no other number does.
  private trying(): string {
    const { list } = this.bench.trial;
    return this.bench.effect && list.length > 0 ? words().whatif.shown(list.length) : '';
  }

  private circleNote(): TemplateResult | typeof nothing {
    const { view, trial, circle } = this.bench;
    if (!circle.value || view.tab === 'whatif') return nothing;
    const w = words().whatif;
    return html`<p class="note row">
      <span>${w.circleOf(trial.name(view.station), this.bench.answer.value!.plan.minutes)}</span>
      <button class="bare" aria-label=${w.leave} @click=${() => this.bench.go({ station: '', circle: false }, true)}>✕</button>
    </p>`;
  }

  private results(): TemplateResult {
    const { bench } = this;
    const mapped = this.canvas.stand === 'there';
    return html`
      <bench-tabs .tab=${bench.view.tab} @tab-pick=${on<Tab>((tab) => this.turn(tab))}>
        ${side(bench, { mapped, adding: this.adding })}
      </bench-tabs>
      <export-box .run=${bench.run!.id} .mapped=${mapped}></export-box>
    `;
  }

  private readonly redraw = () => this.requestUpdate();

  private readonly start = () => {
    this.unfolded = false;
    this.said = '';
    this.bench.start();
  };

  private draft(plan: Plan): void {
    this.bench.draft = plan;
    this.requestUpdate();
  }

  private turn(tab: Tab): void {
    this.adding = false;
    this.linked = undefined;
    this.said = '';
    this.bench.go({ tab });
  }

  private pick({ id, name, at }: PickedStation & { at?: [number, number] }): void {
    const { bench } = this;
    bench.trial.called(id, name);
    bench.go({ station: id, circle: bench.view.tab === 'whatif' ? bench.view.circle : true }, true);
    if (at) this.map?.goTo(at);
  }

  private add(lon: number, lat: number): void {
    this.adding = false;
    this.bench.add(lon, lat);
  }

  private readonly addHere = () => {
    const at = this.map?.centre();
    if (at) this.add(at.lon, at.lat);
  };

  private look(camera: Camera, byHand: boolean): void {
    if (this.bench.view.tab === 'compare') this.linked = camera;
    if (byHand) this.bench.go({ camera }, true);
  }

  private async goToArea(adcode: string): Promise<void> {
    const shape = await areaShape(adcode).catch(() => undefined); // without it the map stays
    if (shape) this.map?.fit(shape);
  }

  private get map(): PlannerMap | null {
    return this.renderRoot.querySelector<PlannerMap>('planner-map.main');
  }

  private readonly share = async () => {
    const w = words();
    this.said = (await copy(location.href)) ? w.copied : w.copyFailed;
  };

  private readonly picture = async () => {
    const answer = this.bench.answer.value;
    const map = this.map?.map;
    const meta = this.bench.meta.value;
    if (!answer || !map) return;
    const { picture } = await import('./picture');
    const where = meta?.areas?.find((a) => a.adcode === answer.plan.area)?.name ?? '';
    const blob = await picture(map, answer, { synthetic: meta?.synthetic ?? false, ground: meta?.basemap, where, note: this.trying() });
    save(`coverage-${answer.run.id}.png`, 'image/png', blob);
  };
}

// on makes a listener of what takes an event's detail.
function on<T>(take: (detail: T) => void): (e: CustomEvent<T>) => void {
  return (e) => take(e.detail);
}

customElements.define('planner-app', PlannerApp);
