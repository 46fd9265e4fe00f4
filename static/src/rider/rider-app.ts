import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { USUAL, type Place, type Wanted } from '../api/nearby';
import type { Meta } from '../api/types';
import { beside, wide } from '../look/beside';
import { icon } from '../look/icon';
import { learned } from '../look/learned';
import '../look/page-head';
import { parts } from '../look/parts';
import { send } from '../look/send';
import { outside } from '../map/credit';
import '../map/map-slot';
import { wish, wished } from '../map/wish';
import { clock } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import { fromAddress, spoken, toAddress } from './address';
import './filter-bar';
import './name-search';
import type { Target } from './name-search';
import './near-sketch';
import './page-foot';
import { Denial, fromFragment, locate, toFragment } from './place';
import { riderLook } from './rider-look';
import { any, load } from './saved';
import { Search } from './search';
import './station-list';
import type { StationList } from './station-list';

/** RiderApp is the rider's page: where am I, what is near, how do I get there.
 *  The list needs nothing but the answer; the map is loaded after it. */
export class RiderApp extends LitElement {
  static override properties = {
    meta: { state: true },
    metaProblem: { state: true },
    mapTurn: { state: true },
    mapAsked: { state: true },
    mapLarge: { state: true },
    mapFlat: { state: true },
    picked: { state: true },
    said: { state: true },
    locating: { state: true },
  };

  declare meta: Meta | undefined;
  declare metaProblem: unknown;
  /** mapTurn says that the map follows the first answer; mapAsked, that
   *  somebody asked for it. */
  declare mapTurn: boolean;
  declare mapAsked: boolean;
  declare mapLarge: boolean;
  declare mapFlat: boolean;
  declare picked: string;
  declare said: string;
  declare locating: boolean;
  private readonly search = new Search(this, () => this.known);
  private known: Promise<void> = Promise.resolve();

  static override styles = [parts, beside, riderLook];

  constructor() {
    super();
    this.picked = this.said = '';
    this.locating = this.mapAsked = this.mapLarge = this.mapFlat = false;
    this.mapTurn = wide() || wished();
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.search.wanted = fromAddress(location.search);
    this.known = this.learn();
    const shared = fromFragment(location.hash);
    if (shared) void this.lookAround(shared.place, shared.station);
  }

  override render(): TemplateResult {
    document.title = words().rider.title;
    const { place } = this.search;
    return html`
      <page-head .synthetic=${this.meta?.synthetic ?? false}></page-head>
      <main class="${place ? 'answer' : 'first'} ${this.mapLarge ? 'wide' : ''} ${place || this.mapAsked ? 'both' : ''}">
        ${this.ask()} ${place ? this.filters() : nothing} ${place || this.mapAsked ? this.chart() : nothing} ${place ? this.list() : nothing}
        ${place && !this.search.answered && !this.search.problem ? nothing : html`<page-foot .answers=${any()} .synthetic=${this.meta?.synthetic ?? false}></page-foot>`}
      </main>
      ${place ? this.bar() : nothing}
    `;
  }

  // learned reports whether it is known what a map is drawn on, or that the
  // server does not say.
  private get learned(): boolean {
    return this.meta !== undefined || this.metaProblem !== undefined;
  }

  private ask(): TemplateResult {
    const w = words().rider;
    const first = !this.search.place;
    return html`<section class="ask" aria-label=${w.searchLabel}>
      ${first ? html`<h2 class="tagline">${w.tagline}</h2>` : nothing}
      ${first ? html`<button class="main aim" ?disabled=${this.locating} @click=${this.useMyPosition}>${icon('aim')} ${this.locating ? w.locating : w.useMyPosition}</button>` : nothing}
      <name-search .meta=${this.meta} @target-found=${this.found}></name-search>
      ${first && !this.mapAsked ? html`<button @click=${this.wantMap}>${icon('map')} ${w.pickOnMap}</button>` : nothing}
      ${first ? this.earlier() : nothing} ${first ? html`<p class="soft">${w.positionPrivacy} ${outside(this.meta?.basemap) ? w.mapPrivacy : nothing}</p>` : nothing}
      <div role="status">${this.said ? html`<p class="note">${this.said}</p>` : nothing}</div>
      ${this.metaProblem && !this.search.saved ? this.unknownServer() : nothing}
    </section>`;
  }

  // earlier offers the last answer when the server does not.
  private earlier(): TemplateResult | typeof nothing {
    const last = this.metaProblem ? load()[0] : undefined;
    if (!last) return nothing;
    const w = words();
    return html`<button @click=${this.recall}>${icon('list')} ${w.rider.savedOpen(clock(new Date(last.at).toISOString(), Date.now(), w))}</button>`;
  }

  private unknownServer(): TemplateResult {
    const w = words();
    return html`<div class="note bad row" role="alert">
      <span>${inWords(this.metaProblem, w)}</span>
      <button @click=${() => this.learn()}>${w.retry}</button>
    </div>`;
  }

  private filters(): TemplateResult {
    const cards = this.search.shown.cards;
    return html`<filter-bar .wanted=${this.search.wanted} .meta=${this.meta} .cards=${cards} @filter-change=${this.filter}></filter-bar>`;
  }

  private chart(): TemplateResult {
    const { search } = this;
    return html`<map-slot
      .wanted=${this.mapTurn && this.learned && (search.answered || this.mapAsked)}
      .load=${loadMap}
      .draw=${() => this.map()}
      @map-flat=${(e: CustomEvent<boolean>) => (this.mapFlat = e.detail)}
      @map-wanted=${this.wantMap}
    >
      ${search.place ? html`<near-sketch .place=${search.place} .cards=${search.shown.cards} .asked=${search.asked} .plain=${this.mapFlat || this.mapTurn}></near-sketch>` : nothing}
    </map-slot>`;
  }

  private map(): TemplateResult {
    return html`<rider-map
      .cards=${this.search.shown.cards}
      .place=${this.search.place}
      .bounds=${this.meta?.bounds}
      .picked=${this.picked}
      .asked=${this.search.asked}
      .large=${this.mapLarge}
      .synthetic=${this.meta?.synthetic ?? false}
      .ground=${this.meta?.basemap}
      @map-pick=${(e: CustomEvent<Place>) => this.lookAround(e.detail)}
      @card-toggle=${this.toggle}
    ></rider-map>`;
  }

  // turn makes the list look again: the search is one object that changes.
  private turn = 0;

  private list(): TemplateResult {
    return html`<station-list
      .search=${this.search}
      .meta=${this.meta}
      .picked=${this.picked}
      .drawn=${++this.turn}
      @card-toggle=${this.toggle}
      @card-share=${(e: CustomEvent<string>) => this.share(e.detail)}
      @list-retry=${this.retry}
      @list-more=${() => this.search.more()}
      @list-clear=${this.clear}
    ></station-list>`;
  }

  // bar is what a thumb reaches.
  private bar(): TemplateResult {
    const w = words().rider;
    return html`<nav class="bar" aria-label=${w.listLabel}>
      <button class="main" ?disabled=${this.locating} @click=${this.useMyPosition}>${icon('aim')} <span>${this.locating ? w.locating : w.locate}</span></button>
      <button class="swap" aria-pressed=${this.mapLarge} @click=${this.swap}>${icon(this.mapLarge ? 'list' : 'map')} <span>${this.mapLarge ? w.smallMap : w.largeMap}</span></button>
      <button @click=${() => this.share('')}>${icon('share')} <span>${w.share}</span></button>
      <a class="button" href="tel:12351" aria-label=${w.hotlineLabel}>${icon('phone')} <span>${w.hotline}</span></a>
    </nav>`;
  }

  private async learn(): Promise<void> {
    this.metaProblem = undefined;
    const { meta, problem } = await learned();
    this.metaProblem = problem;
    this.meta = meta ?? this.meta;
    if (!meta || problem) return; // names, as they were
    const wanted = spoken(this.search.wanted, meta.words);
    if (wanted !== this.search.wanted) this.want(wanted);
  }

  private async lookAround(place: Place, station = ''): Promise<void> {
    this.said = '';
    this.picked = station;
    await this.search.around(place);
    if (!station) return;
    if (this.search.shown.cards.some((card) => card.id === station)) void this.listed()?.reveal(station);
    else if (!this.search.problem && !this.search.busy && !this.search.saved) this.said = words().rider.missing;
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

  private readonly found = (event: CustomEvent<Target>) => this.lookAround(event.detail.place, event.detail.station);

  private readonly recall = () => {
    this.search.recall();
  };

  private readonly retry = () => {
    if (this.metaProblem) void this.learn();
    void this.search.around();
  };

  private readonly filter = (event: CustomEvent<Wanted>) => this.want(event.detail);

  private readonly clear = (event: CustomEvent<string>) => {
    const { wanted } = this.search;
    this.want(event.detail === 'door' ? { ...wanted, door: 'any' } : { ...USUAL, mode: wanted.mode, door: 'any' });
  };

  private want(wanted: Wanted): void {
    this.search.wanted = wanted;
    history.replaceState(null, '', location.pathname + toAddress(wanted, location.search) + location.hash);
    void this.search.around();
    this.requestUpdate();
  }

  private readonly toggle = (event: CustomEvent<string>) => {
    this.picked = this.picked === event.detail ? '' : event.detail;
    if (!this.picked) return;
    this.mapLarge = false;
    void this.updateComplete.then(() => this.listed()?.reveal(this.picked));
  };

  // wantMap loads the map, now and on later visits: who never asks for it never
  // pays for it.
  private readonly wantMap = () => {
    this.mapTurn = this.mapAsked = true;
    wish();
  };

  private readonly swap = () => {
    this.wantMap();
    this.mapLarge = !this.mapLarge;
    scrollTo({ top: 0 });
  };

  // share sends a link to the place, or to a station. A station is public;
  // the link shows it though it be closed when somebody follows it.
  private readonly share = async (station: string) => {
    const w = words();
    const card = this.search.shown.cards.find((c) => c.id === station);
    const query = card ? toAddress({ ...USUAL, door: 'any' }, '') : toAddress(this.search.wanted, '');
    const link = location.origin + location.pathname + query + toFragment(card ?? (this.search.place as Place), card?.id);
    const copied = card ? w.rider.sharedStation : w.rider.shared;
    this.said = { handed: '', copied, failed: w.copyFailed }[await send(card?.name ?? w.rider.title, link)];
  };

  private listed(): StationList | null {
    return this.renderRoot.querySelector<StationList>('station-list');
  }
}

const loadMap = () => import('./rider-map');

customElements.define('rider-app', RiderApp);
