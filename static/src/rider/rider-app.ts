import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { meta, type Place, type Wanted } from '../api/nearby';
import type { Located, Meta } from '../api/types';
import { copy } from '../look/copy';
import { parts } from '../look/parts';
import { drawable } from '../map/webgl';
import { Speaks, tongue } from '../words/language';
import { words } from '../words/rider';
import './filter-bar';
import './name-search';
import { Denial, fromFragment, locate, toFragment } from './place';
import { riderLook } from './rider-look';
import { Search } from './search';
import './station-list';
import type { StationList } from './station-list';

/** Canvas says how the map stands: not asked for, loading, there, or why not. */
type Canvas = 'none' | 'loading' | 'there' | 'noWebGL' | 'mapFailed';

/** RiderApp is the rider's page: where am I, what is near, how do I get there.
 *  The list needs nothing but the answer; the map is loaded after it. */
export class RiderApp extends LitElement {
  static override properties = {
    meta: { state: true },
    metaProblem: { state: true },
    canvas: { state: true },
    picked: { state: true },
    said: { state: true },
    shared: { state: true },
    locating: { state: true },
  };

  declare meta: Meta | undefined;
  declare metaProblem: unknown;
  declare canvas: Canvas;
  declare picked: string;
  declare said: string;
  declare shared: string;
  declare locating: boolean;
  private readonly search = new Search(this, () => this.meta);
  private known: Promise<void> = Promise.resolve();

  static override styles = [parts, riderLook];

  constructor() {
    super();
    this.canvas = 'none';
    this.picked = this.said = this.shared = '';
    this.locating = false;
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.known = this.learn();
    const shared = fromFragment(location.hash);
    if (shared) void this.lookAround(shared);
  }

  override render(): TemplateResult {
    const w = words();
    document.title = w.rider.title;
    return html`
      <header>
        ${this.meta?.synthetic ? html`<p class="demo">${w.demo}</p>` : nothing}
        <div class="top">
          <h1><img src="/favicon.svg" alt="" />${w.brand}</h1>
          <div class="row">
            <a class="button" href="/plan">${w.rider.plan}</a>
            <button lang=${tongue.language === 'en' ? 'zh-CN' : 'en'} @click=${this.switchLanguage}>${w.otherLanguage}</button>
          </div>
        </div>
      </header>
      <main class=${this.canvas === 'none' ? '' : 'both'}>
        ${this.ask()} ${this.filters()} ${this.chart()} ${this.search.place ? this.list() : nothing}
      </main>
    `;
  }

  private ask(): TemplateResult {
    const w = words().rider;
    const first = !this.search.place;
    return html`<section class="ask ${first ? 'first' : ''}" aria-label=${w.tagline}>
      ${first ? html`<p class="tagline">${w.tagline}</p>` : nothing}
      <button class="main" ?disabled=${this.locating} @click=${this.useMyPosition}>
        <span aria-hidden="true">◎</span> ${this.locating ? w.locating : w.useMyPosition}
      </button>
      <name-search .meta=${this.meta} @station-found=${this.found}></name-search>
      ${this.canvas === 'none' ? html`<button @click=${this.showMap}>${w.pickOnMap}</button>` : nothing}
      ${first ? html`<p class="soft">${w.positionPrivacy}</p>` : nothing}
      <div role="status">${this.said ? html`<p class="note">${this.said}</p>` : nothing}</div>
      ${this.metaProblem ? this.unknownServer() : nothing}
    </section>`;
  }

  private unknownServer(): TemplateResult {
    const w = words();
    return html`<div class="note bad row" role="alert">
      <span>${inWords(this.metaProblem, w)}</span>
      <button @click=${() => (this.known = this.learn())}>${w.retry}</button>
    </div>`;
  }

  private filters(): TemplateResult {
    return html`<filter-bar .wanted=${this.search.wanted} .meta=${this.meta} @filter-change=${this.filter}></filter-bar>`;
  }

  private chart(): TemplateResult | typeof nothing {
    const w = words();
    switch (this.canvas) {
      case 'none':
        return nothing;
      case 'there':
        return html`<rider-map
          .cards=${this.search.stations}
          .place=${this.search.place}
          .bounds=${this.meta?.bounds}
          .picked=${this.picked}
          .synthetic=${this.meta?.synthetic ?? false}
          @map-pick=${(e: CustomEvent<Place>) => this.lookAround(e.detail)}
          @card-toggle=${this.toggle}
          @map-failed=${() => (this.canvas = 'mapFailed')}
        ></rider-map>`;
      case 'loading':
        return html`<p class="map-wait soft">${w.loading}</p>`;
      default:
        return html`<p class="note" role="status">${w[this.canvas]}</p>`;
    }
  }

  private list(): TemplateResult {
    return html`<div class="stack">
      <station-list
        .search=${this.search}
        .meta=${this.meta}
        .picked=${this.picked}
        .drawn=${++this.turn}
        @card-toggle=${this.toggle}
        @list-retry=${() => this.search.around()}
        @list-more=${() => this.search.more()}
        @list-clear=${this.clear}
      ></station-list>
      <div class="row">
        <button class="bare" @click=${this.share}>${words().rider.share}</button>
        <span role="status">${this.shared}</span>
      </div>
    </div>`;
  }

  // turn makes the list look again: the search is one object that changes.
  private turn = 0;

  private async learn(): Promise<void> {
    this.metaProblem = undefined;
    try {
      this.meta = await meta();
    } catch (problem) {
      this.metaProblem = problem;
    }
  }

  private async lookAround(place: Place): Promise<void> {
    this.said = this.shared = this.picked = '';
    this.search.place = place;
    await this.known;
    await this.search.around(place);
    await this.showMap();
  }

  private readonly useMyPosition = async () => {
    this.locating = true;
    this.said = '';
    try {
      const place = await locate();
      this.locating = false;
      await this.lookAround(place);
    } catch (problem) {
      this.locating = false;
      const w = words().rider;
      this.said = problem instanceof Denial && problem.denied ? w.denied : w.noPosition;
    }
  };

  private readonly showMap = async () => {
    if (this.canvas !== 'none') return;
    if (!drawable()) {
      this.canvas = 'noWebGL';
      return;
    }
    this.canvas = 'loading';
    try {
      await this.known;
      await import('./rider-map');
      this.canvas = 'there';
    } catch {
      this.canvas = 'mapFailed';
    }
  };

  private readonly filter = (event: CustomEvent<Wanted>) => {
    this.search.wanted = event.detail;
    void this.search.around();
    this.requestUpdate();
  };

  private readonly clear = () => {
    this.search.wanted = { ...this.search.wanted, kinds: [], services: [], openNow: false };
    void this.search.around();
  };

  private readonly found = (event: CustomEvent<Located>) => this.lookAround({ lon: event.detail.lon, lat: event.detail.lat });

  private readonly toggle = (event: CustomEvent<string>) => {
    this.picked = this.picked === event.detail ? '' : event.detail;
    if (this.picked) void this.renderRoot.querySelector<StationList>('station-list')?.reveal(this.picked);
  };

  private readonly share = async () => {
    const w = words();
    const link = location.origin + location.pathname + toFragment(this.search.place as Place);
    this.shared = (await copy(link)) ? w.rider.shared : w.copyFailed;
  };

  private readonly switchLanguage = () => tongue.use(tongue.language === 'en' ? 'zh' : 'en');
}

customElements.define('rider-app', RiderApp);
