import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { FeatureCollection } from 'geojson';
import { Failure, inWords } from '../api/client';
import { areaShape, compute, gapShapes, type Plan } from '../api/coverage';
import { meta } from '../api/nearby';
import type { Coverage, Meta } from '../api/types';
import { copy } from '../look/copy';
import { parts } from '../look/parts';
import { drawable } from '../map/webgl';
import { percent } from '../words/format';
import { Speaks, tongue } from '../words/language';
import { words } from '../words/planner';
import { carriesPlan, fromAddress, toAddress } from './address';
import './coverage-summary';
import './district-table';
import './gap-list';
import './map-legend';
import './plan-form';
import { plannerLook } from './planner-look';

/** Canvas says how the map stands. */
type Canvas = 'loading' | 'there' | 'noWebGL' | 'mapFailed';

/** PlannerApp is the planner's page: say what, compute, see where it lacks. */
export class PlannerApp extends LitElement {
  static override properties = {
    meta: { state: true },
    plan: { state: true },
    answered: { state: true },
    run: { state: true },
    gaps: { state: true },
    area: { state: true },
    picked: { state: true },
    problem: { state: true },
    busy: { state: true },
    canvas: { state: true },
    said: { state: true },
  };

  declare meta: Meta | undefined;
  declare plan: Plan;
  /** answered is the plan that the run shown is of. */
  declare answered: Plan;
  declare run: Coverage | undefined;
  declare gaps: FeatureCollection | undefined;
  declare area: FeatureCollection | undefined;
  declare picked: string;
  declare problem: unknown;
  declare busy: boolean;
  declare canvas: Canvas;
  declare said: string;
  private asking?: AbortController;

  static override styles = [parts, plannerLook];

  constructor() {
    super();
    this.plan = this.answered = fromAddress(location.search);
    this.picked = this.said = '';
    this.busy = false;
    this.canvas = 'loading';
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asking?.abort();
  }

  override render(): TemplateResult {
    const w = words();
    document.title = w.planner.title;
    return html`
      <header>
        ${this.meta?.synthetic ? html`<p class="demo">${w.demo}</p>` : nothing}
        <div class="top">
          <h1><img src="/favicon.svg" alt="" />${w.planner.heading}</h1>
          <div class="row">
            <a class="button" href="/">${w.planner.rider}</a>
            <button lang=${tongue.language === 'en' ? 'zh-CN' : 'en'} @click=${this.switchLanguage}>${w.otherLanguage}</button>
          </div>
        </div>
      </header>
      <main @gap-pick=${this.pick}>
        <div class="panel sheet">${this.form()}</div>
        ${this.chart()}
        <div class="panel results">${this.run ? this.results(this.run) : nothing}</div>
      </main>
    `;
  }

  private form(): TemplateResult {
    const w = words();
    return html`
      <plan-form
        .plan=${this.plan}
        .meta=${this.meta}
        .busy=${this.busy}
        @plan-change=${(e: CustomEvent<Plan>) => (this.plan = e.detail)}
        @plan-run=${this.start}
      ></plan-form>
      <div role="status">${this.status()}</div>
      ${this.problem ? this.failure() : nothing}
      ${this.meta && !this.meta.roads?.length ? html`<p class="note bad">${w.planner.noRoads}</p>` : nothing}
    `;
  }

  private status(): TemplateResult | typeof nothing {
    const w = words().planner;
    if (this.said) return html`<p class="note">${this.said}</p>`;
    if (this.busy) return html`<p class="note">${w.running}</p>`;
    if (this.run) return html`<p class="note">${w.ready(this.run.demand.share === null ? w.noShare : percent(this.run.demand.share))}</p>`;
    return this.problem ? nothing : html`<p class="soft">${w.nothing}</p>`;
  }

  private failure(): TemplateResult {
    const w = words();
    const barred = this.problem instanceof Failure && this.problem.trouble === 'refused';
    return html`<div class="note bad row" role="alert">
      <span>${barred ? w.planner.needPlanner : inWords(this.problem, w)}</span>
      <button @click=${this.meta ? this.start : this.begin}>${w.retry}</button>
    </div>`;
  }

  private chart(): TemplateResult {
    const w = words();
    const map = () => html`<planner-map
        .run=${this.run?.id ?? ''}
        .limit=${this.answered.minutes}
        .gaps=${this.gaps}
        .ranked=${this.run?.gaps ?? []}
        .picked=${this.picked}
        .bounds=${this.meta?.bounds}
        .area=${this.area}
        .synthetic=${this.meta?.synthetic ?? false}
        @map-failed=${() => (this.canvas = 'mapFailed')}
      ></planner-map>
      <map-legend .limit=${this.answered.minutes}></map-legend>`;
    const says = { loading: w.loading, noWebGL: w.planner.noWebGL, mapFailed: w.mapFailed };
    return html`<div class="chart">
      ${this.canvas === 'there' ? map() : html`<p class="map-wait soft" role="status">${says[this.canvas]}</p>`}
    </div>`;
  }

  private results(run: Coverage): TemplateResult {
    return html`
      <div class="sheet"><coverage-summary .run=${run} .plan=${this.answered}></coverage-summary></div>
      <div class="sheet"><gap-list .gaps=${run.gaps ?? []} .areas=${this.meta?.areas ?? []} .picked=${this.picked}></gap-list></div>
      ${run.areas?.length ? html`<div class="sheet"><district-table .areas=${run.areas}></district-table></div>` : nothing}
      <button @click=${this.share}>${words().planner.share}</button>
    `;
  }

  private readonly begin = async () => {
    this.problem = undefined;
    try {
      this.meta = await meta();
    } catch (problem) {
      this.problem = problem;
      return;
    }
    if (carriesPlan(location.search)) void this.start();
    await this.showMap();
  };

  private async showMap(): Promise<void> {
    if (!drawable()) {
      this.canvas = 'noWebGL';
      return;
    }
    try {
      await import('./planner-map');
      this.canvas = 'there';
    } catch {
      this.canvas = 'mapFailed';
    }
  }

  private readonly start = async () => {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const plan = this.plan;
    this.busy = true;
    this.problem = undefined;
    this.said = this.picked = '';
    history.replaceState(null, '', location.pathname + toAddress(plan, location.search));
    try {
      const run = await compute(plan, asking.signal);
      const gaps = await gapShapes(run.id, asking.signal);
      const area = plan.area ? await areaShape(plan.area, asking.signal) : undefined;
      [this.run, this.gaps, this.area, this.answered] = [run, gaps, area, plan];
    } catch (problem) {
      if (!asking.signal.aborted) this.problem = problem;
    }
    if (asking === this.asking) this.busy = false;
  };

  private readonly pick = (event: CustomEvent<string>) => {
    this.picked = event.detail;
  };

  private readonly share = async () => {
    const w = words();
    const link = location.origin + location.pathname + toAddress(this.answered, location.search);
    this.said = (await copy(link)) ? w.copied : w.copyFailed;
  };

  private readonly switchLanguage = () => tongue.use(tongue.language === 'en' ? 'zh' : 'en');
}

customElements.define('planner-app', PlannerApp);
