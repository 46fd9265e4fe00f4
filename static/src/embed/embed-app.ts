import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { USUAL, meta, type Place } from '../api/nearby';
import type { Meta } from '../api/types';
import { icon } from '../look/icon';
import { parts } from '../look/parts';
import '../map/map-slot';
import { fromAddress } from '../rider/address';
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
 *  is. */
export class EmbedApp extends LitElement {
  static override properties = { meta: { state: true }, picked: { state: true }, said: { state: true }, locating: { state: true } };

  declare meta: Meta | undefined;
  declare picked: string;
  declare said: string;
  declare locating: boolean;
  private readonly search = new Search(this);
  private readonly listed = new URLSearchParams(location.search).get('list') !== 'no';
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
    `,
  ];

  constructor() {
    super();
    this.picked = this.said = '';
    this.locating = false;
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
    return html`
      <map-slot .wanted=${Boolean(this.meta) && !this.search.busy} .load=${loadMap} .draw=${() => this.map()}></map-slot>
      ${this.listed ? this.side() : nothing}
    `;
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
      ${place ? this.list() : html`<p class="soft">${w.mapHint}</p>`}
    </main>`;
  }

  private list(): TemplateResult {
    return html`<station-list
      .search=${this.search}
      .meta=${this.meta}
      .picked=${this.picked}
      .drawn=${++this.turn}
      @card-toggle=${this.toggle}
      @list-retry=${() => this.around()}
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

  private async begin(): Promise<void> {
    try {
      this.meta = await meta();
      const place = placeOf(location.search);
      if (place) await this.around(place);
      tell({ yizhan: 1, type: 'ready' });
    } catch (problem) {
      this.said = inWords(problem, words());
      tell({ yizhan: 1, type: 'problem', detail: { text: this.said } });
    }
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

const loadMap = () => import('../rider/rider-map');

customElements.define('embed-app', EmbedApp);
