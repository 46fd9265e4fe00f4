import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { USUAL, type Place } from '../api/nearby';
import type { Meta } from '../api/types';
import { wide } from '../look/beside';
import { icon } from '../look/icon';
import { learned } from '../look/learned';
import { parts } from '../look/parts';
import '../map/map-slot';
import { quiet } from '../map/quiet';
import { wish, wished } from '../map/wish';
import { fromAddress } from '../rider/address';
import '../rider/near-sketch';
import { Denial, locate, toFragment } from '../rider/place';
import { Search } from '../rider/search';
import '../rider/station-list';
import type { StationList } from '../rider/station-list';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import { placeOf, type Told } from './order';

/** EmbedApp is the map and the list within a frame of somebody else's page:
 *  what is near the place of its address, or near the visitor once tapped. It
 *  tells the page around it which station was picked, never where a visitor
 *  is. On a phone the list comes with a sketch, and the map for who touches it;
 *  elsewhere the map comes by itself, in sight and in quiet. */
export class EmbedApp extends LitElement {
  static override properties = {
    meta: { state: true },
    metaProblem: { state: true },
    mapTurn: { state: true },
    mapAsked: { state: true },
    mapFlat: { state: true },
    picked: { state: true },
    said: { state: true },
    locating: { state: true },
  };

  declare meta: Meta | undefined;
  declare metaProblem: unknown;
  /** mapTurn says that the page is quiet enough for the map; mapAsked, that
   *  somebody asked for it. */
  declare mapTurn: boolean;
  declare mapAsked: boolean;
  declare mapFlat: boolean;
  declare picked: string;
  declare said: string;
  declare locating: boolean;
  private readonly search = new Search(this, () => this.known);
  private readonly listed = new URLSearchParams(location.search).get('list') !== 'no';
  // byItself says that the map waits for nobody: there is nothing to read before
  // it, the device bears it, or somebody asked for it.
  private readonly byItself = !this.listed || !placeOf(location.search) || !handheld() || wished() || new URLSearchParams(location.search).get('map') === 'now';
  private known: Promise<void> = Promise.resolve();
  private turn = 0;

  static override styles = [
    parts,
    css`
      :host {
        display: grid;
        grid-template-rows: minmax(12rem, 1fr) minmax(0, 1fr);
        height: 100vh;
        height: 100svh;
        position: relative;
      }
      :host([alone]) {
        grid-template-rows: minmax(0, 1fr);
      }
      @media (min-width: 44rem) {
        :host(:not([alone])) {
          grid-template: minmax(0, 1fr) / minmax(20rem, 2fr) 3fr;
        }
        map-slot {
          order: 2;
        }
      }
      .side {
        overflow-y: auto;
        padding: 0.625rem;
        display: grid;
        align-content: start;
        gap: 0.625rem;
      }
      .row a {
        white-space: nowrap;
      }
      near-sketch {
        border-width: 0;
        border-radius: 0;
      }
    `,
  ];

  constructor() {
    super();
    this.picked = this.said = '';
    this.locating = this.mapTurn = this.mapAsked = this.mapFlat = false;
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.toggleAttribute('alone', !this.listed);
    this.search.wanted = { ...fromAddress(location.search), door: new URLSearchParams(location.search).has('open') ? fromAddress(location.search).door : 'any' };
    void this.begin();
  }

  override render(): TemplateResult {
    document.title = words().rider.title;
    return html`${this.chart()} ${this.listed ? this.side() : nothing}`;
  }

  // chart is the map's place. Its base map is told with what the server holds.
  private chart(): TemplateResult {
    const { search } = this;
    return html`<map-slot
      .wanted=${Boolean(this.meta) && (this.mapAsked || (this.mapTurn && !search.busy))}
      .load=${loadMap}
      .draw=${() => this.map()}
      @map-flat=${(e: CustomEvent<boolean>) => (this.mapFlat = e.detail)}
      @map-wanted=${this.wantMap}
    >
      ${search.place ? this.sketch(search.place) : nothing}
    </map-slot>`;
  }

  private sketch(place: Place): TemplateResult {
    const { shown, asked } = this.search;
    return html`<near-sketch .place=${place} .cards=${shown.cards} .asked=${asked} .plain=${this.mapFlat || this.byItself} roomy></near-sketch>`;
  }

  private side(): TemplateResult {
    const w = words().rider;
    const { place } = this.search;
    return html`<main class="side">
      <div class="row">
        <button class="main" ?disabled=${this.locating} @click=${this.useMyPosition}>${icon('aim')} ${this.locating ? w.locating : w.useMyPosition}</button>
        <a class="button" href=${`/${place ? toFragment(place, this.picked) : ''}`} target="_blank" rel="noopener">${w.title} ↗</a>
      </div>
      <div role="status">${this.said ? html`<p class="note">${this.said}</p>` : nothing}</div>
      ${this.metaProblem && !place ? this.unknownServer() : nothing} ${place ? this.list() : html`<p class="soft">${w.mapHint}</p>`}
    </main>`;
  }

  private list(): TemplateResult {
    return html`<station-list
      .search=${this.search}
      .meta=${this.meta}
      .picked=${this.picked}
      .drawn=${++this.turn}
      @card-toggle=${this.toggle}
      @list-retry=${this.retry}
      @list-more=${() => this.search.more()}
      @list-clear=${this.clear}
    ></station-list>`;
  }

  private map(): TemplateResult {
    return html`<rider-map
      .cards=${this.search.shown.cards}
      .place=${this.search.place}
      .bounds=${this.meta?.bounds}
      .picked=${this.picked}
      .asked=${this.search.asked}
      .large=${!this.listed}
      .synthetic=${this.meta?.synthetic ?? false}
      .ground=${this.meta?.basemap}
      @map-pick=${(e: CustomEvent<Place>) => this.around(e.detail)}
      @card-toggle=${this.toggle}
    ></rider-map>`;
  }

  private unknownServer(): TemplateResult {
    const w = words();
    return html`<div class="note bad row" role="alert">
      <span>${inWords(this.metaProblem, w)}</span>
      <button @click=${this.retry}>${w.retry}</button>
    </div>`;
  }

  // begin asks for the stations while it asks what the server holds: on a slow
  // network each question is half a second.
  private async begin(): Promise<void> {
    this.known = this.learn();
    const place = placeOf(location.search);
    await Promise.all([this.known, place ? this.around(place) : undefined]);
    if (!this.metaProblem) tell({ yizhan: 1, type: 'ready' });
    else if (!this.search.problem) tell({ yizhan: 1, type: 'problem', detail: { text: inWords(this.metaProblem, words()) } });
    await this.updateComplete; // the list goes before the map
    if (!this.byItself) return;
    await quiet(this);
    this.mapTurn = true;
  }

  private async learn(): Promise<void> {
    const { meta, problem } = await learned();
    this.meta = meta ?? this.meta;
    this.metaProblem = problem;
  }

  private async around(place?: Place): Promise<void> {
    await this.search.around(place);
    const { problem, shown } = this.search;
    if (problem) tell({ yizhan: 1, type: 'problem', detail: { text: inWords(problem, words()) } });
    else tell({ yizhan: 1, type: 'answer', detail: { stations: shown.cards.length } });
  }

  private readonly useMyPosition = async () => {
    this.locating = true;
    this.said = '';
    try {
      await this.around(await locate());
    } catch (problem) {
      const w = words().rider;
      this.said = problem instanceof Denial && problem.denied ? w.denied : w.noPosition;
    }
    this.locating = false;
  };

  private readonly retry = () => {
    if (this.metaProblem) this.known = this.learn();
    void this.around();
  };

  // wantMap loads the map, now and by itself on later visits, as far as the
  // device lets a frame remember: the page around is told too.
  private readonly wantMap = () => {
    this.mapAsked = true;
    wish();
    tell({ yizhan: 1, type: 'map' });
  };

  private readonly clear = (event: CustomEvent<string>) => {
    const { wanted } = this.search;
    this.search.wanted = event.detail === 'door' ? { ...wanted, door: 'any' } : { ...USUAL, mode: wanted.mode, door: 'any' };
    void this.around();
  };

  private readonly toggle = (event: CustomEvent<string>) => {
    this.picked = this.picked === event.detail ? '' : event.detail;
    const card = this.search.shown.cards.find((c) => c.id === this.picked);
    if (!card) return;
    const { id, name, kind, lon, lat } = card;
    tell({ yizhan: 1, type: 'station', detail: { id, name, kind, lon, lat } });
    void this.updateComplete.then(() => this.renderRoot.querySelector<StationList>('station-list')?.reveal(id));
  };
}

// tell speaks to the page around, whoever it is: stations are public.
function tell(message: Told): void {
  if (parent !== window) parent.postMessage(message, '*');
}

// handheld reports whether a finger holds the frame's device, and little room
// is in it: a frame on a desk may be as narrow.
function handheld(): boolean {
  return matchMedia('(pointer: coarse)').matches && !wide();
}

const loadMap = () => import('../rider/rider-map');

customElements.define('embed-app', EmbedApp);
