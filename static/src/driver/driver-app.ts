import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { along, type Along } from '../api/along';
import { inWords } from '../api/client';
import type { Meta } from '../api/types';
import { beside, wide } from '../look/beside';
import { icon } from '../look/icon';
import { learned } from '../look/learned';
import '../look/page-head';
import { parts } from '../look/parts';
import { send } from '../look/send';
import type { Point } from '../map/datum';
import '../map/map-slot';
import { drawable } from '../map/webgl';
import { words } from '../words/driver';
import { Speaks } from '../words/language';
import { fromFragment, toFragment } from './address';
import './call-list';
import { driverLook } from './driver-look';
import { EMPTY, body, keepLorry, lorry, type Journey } from './journey';
import './lorry-form';
import './rest-plan';
import './route-paste';
import type { RoutePaste } from './route-paste';

/** DriverApp is the driver's page: a route, a vehicle, and in return the
 *  stations beside the route and where to rest by the law. The route stays on
 *  this page, in the fragment of its address, which no server is told. */
export class DriverApp extends LitElement {
  static override properties = {
    meta: { state: true },
    asked: { state: true },
    route: { state: true },
    journey: { state: true },
    answer: { state: true },
    problem: { state: true },
    busy: { state: true },
    mapWanted: { state: true },
    picked: { state: true },
    said: { state: true },
  };

  declare meta: Meta | undefined;
  /** asked says that the server was asked what it holds, answered or not. */
  declare asked: boolean;
  declare route: Point[];
  declare journey: Journey;
  declare answer: Along | undefined;
  declare problem: unknown;
  declare busy: boolean;
  declare mapWanted: boolean;
  declare picked: string;
  declare said: string;
  private asking?: AbortController;
  private step: number | undefined = 0; // metres between the points of the link
  // mapless is whether this device draws no map: routes are pasted then.
  private readonly mapless = !drawable();

  static override styles = [parts, beside, driverLook];

  constructor() {
    super();
    this.route = [];
    this.journey = { ...EMPTY, ...lorry() };
    this.busy = this.asked = false;
    this.mapWanted = wide();
    this.picked = this.said = '';
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.follow);
    this.follow();
    void this.learn();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.follow);
  }

  override render(): TemplateResult {
    const w = words();
    document.title = w.driver.title;
    return html`
      <page-head .synthetic=${this.meta?.synthetic ?? false}></page-head>
      <main class=${this.mapWanted ? 'both' : ''}>
        <h2>${w.driver.heading}</h2>
        ${this.drawing()} ${this.mapWanted ? this.chart() : nothing}
        <lorry-form .journey=${this.journey} .meta=${this.meta} @journey-change=${this.change}></lorry-form>
        ${this.start()} ${this.answer ? this.result(this.answer) : nothing}
        <a class="button" href="/">${icon('aim')} ${w.driver.rider}</a>
        ${this.meta?.synthetic ? html`<p class="demo">${w.demo}</p>` : nothing}
      </main>
    `;
  }

  // drawing is where a route comes from: taps on the map, or what is pasted.
  private drawing(): TemplateResult {
    const w = words().driver;
    const n = this.route.length;
    return html`<section class="stack" aria-labelledby="route">
      <h3 id="route">${w.route}</h3>
      ${this.mapWanted ? nothing : this.mapless ? html`<p class="note">${words().noWebGL}</p>` : html`<button class="main" @click=${() => (this.mapWanted = true)}>${icon('map')} ${w.draw}</button>`}
      <p role="status">${w.drawn(n)} ${n > 0 ? this.linked() : nothing}</p>
      ${n > 0
        ? html`<div class="row">
            <button @click=${() => this.lead(this.route.slice(0, -1))}>${w.undo}</button>
            <button @click=${() => this.lead([])}>${w.clear}</button>
            <button @click=${this.share}>${icon('share')} ${w.share}</button>
          </div>`
        : nothing}
      <route-paste ?unfolded=${this.mapless} @route-read=${(e: CustomEvent<Point[]>) => this.lead(e.detail)}></route-paste>
    </section>`;
  }

  // linked says what a link to the route leaves out.
  private linked(): string {
    const w = words().driver;
    if (this.step === undefined) return w.linkless;
    return this.step > 0 ? w.linkThinned(this.step) : '';
  }

  private chart(): TemplateResult {
    return html`<map-slot .wanted=${this.asked} .load=${loadMap} .draw=${() => this.map()}></map-slot>`;
  }

  private map(): TemplateResult {
    return html`<driver-map
      .route=${this.route}
      .answer=${this.answer}
      .bounds=${this.meta?.bounds}
      .picked=${this.picked}
      .synthetic=${this.meta?.synthetic ?? false}
      .ground=${this.meta?.basemap}
      @route-point=${(e: CustomEvent<Point>) => this.lead([...this.route, e.detail])}
      @call-pick=${this.pick}
    ></driver-map>`;
  }

  private start(): TemplateResult {
    const w = words();
    return html`<div class="stack">
      <button class="main run" ?disabled=${this.busy} @click=${this.run}>${icon('lorry')} ${this.busy ? w.driver.running : w.driver.run}</button>
      <div role="status">${this.said ? html`<p class="note">${this.said}</p>` : nothing}</div>
      ${this.problem ? html`<p class="note bad" role="alert">${inWords(this.problem, w)}</p>` : nothing}
    </div>`;
  }

  private result(answer: Along): TemplateResult {
    return html`<section class="stack result" tabindex="-1" aria-label=${words().driver.plan}>
      <rest-plan .answer=${answer} .earlier=${Number(this.journey.drivenMinutes) > 0} .meta=${this.meta} .picked=${this.picked} @call-pick=${this.pick}></rest-plan>
      <call-list .answer=${answer} .meta=${this.meta} .picked=${this.picked} @call-pick=${this.pick}></call-list>
    </section>`;
  }

  private lead(route: Point[]): void {
    this.route = route;
    this.said = this.picked = '';
    this.answer = this.problem = undefined; // it was about another route
    this.asking?.abort();
    this.busy = false;
    this.note();
  }

  // note keeps route and journey in the address, beside what else stands there.
  private note(): void {
    const { fragment, step } = toFragment(this.route, this.journey);
    this.step = step;
    history.replaceState(null, '', location.pathname + location.search + fragment);
  }

  // follow takes what the address carries, and plans it. A link to a route says
  // all of the vehicle, which does not become this device's own.
  private readonly follow = () => {
    const { route, journey } = fromFragment(location.hash);
    this.journey = { ...EMPTY, ...(route.length > 0 ? {} : lorry()), ...journey };
    if (route.length === 0) return;
    this.lead(route);
    if (route.length > 1) void this.plan();
  };

  private readonly share = async () => {
    const w = words();
    this.said = { handed: '', copied: w.copied, failed: w.copyFailed }[await send(w.driver.title, location.href)];
  };

  private readonly change = (event: CustomEvent<Journey>) => {
    const before = this.journey;
    this.journey = event.detail;
    const same = before.heightM === this.journey.heightM && before.lengthM === this.journey.lengthM && before.weightT === this.journey.weightT;
    if (!same) keepLorry(this.journey);
    this.note();
  };

  private readonly pick = (event: CustomEvent<string>) => {
    this.picked = event.detail;
  };

  private async learn(): Promise<void> {
    const { meta, problem } = await learned();
    this.asked = true;
    this.meta = meta ?? this.meta;
    this.problem ??= problem;
  }

  private readonly run = async () => {
    this.problem = undefined;
    if (!this.meta) void this.learn();
    if (this.route.length < 2) this.renderRoot.querySelector<RoutePaste>('route-paste')!.offer();
    this.said = this.route.length < 2 ? words().driver.needRoute : '';
    if (this.said || !(await this.plan())) return;
    const result = this.renderRoot.querySelector<HTMLElement>('.result')!;
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: 'start' });
  };

  // plan asks, and reports whether the answer is there.
  private async plan(): Promise<boolean> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy = true;
    try {
      this.answer = await along(body(this.route, this.journey), asking.signal);
      this.picked = '';
    } catch (problem) {
      if (asking.signal.aborted) return false;
      this.problem = problem;
    }
    this.busy = false;
    await this.updateComplete;
    return !this.problem;
  }
}

const loadMap = () => import('./driver-map');

customElements.define('driver-app', DriverApp);
