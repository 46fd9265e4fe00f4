import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import { distance } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import type { Search } from './search';
import './station-card';

const FAR = 10_000; // metres; beyond this nothing is "nearby"

/** StationList shows the answer of a search, its errors and its next page. It
 *  sends `list-retry`, `list-more` and `list-clear`. */
export class StationList extends LitElement {
  static override properties = { search: { attribute: false }, meta: { attribute: false }, picked: {}, drawn: { type: Number } };

  declare search: Search;
  declare meta: Meta | undefined;
  declare picked: string;
  /** drawn changes whenever the search did, since the search itself stays. */
  declare drawn: number;

  static override styles = [
    parts,
    css`
      section,
      ol {
        display: grid;
        gap: 0.75rem;
      }
      h2 {
        font-size: 1rem;
      }
      .more {
        width: 100%;
      }
      station-card {
        scroll-margin: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    this.picked = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const { search } = this;
    const w = words();
    return html`<section aria-label=${w.rider.listLabel} aria-busy=${search.busy}>
      <div role="status">${search.busy ? html`<p class="note">${w.loading}</p>` : this.heading()}</div>
      ${search.problem ? this.failure() : nothing}
      ${search.answered && search.stations.length === 0 && !search.busy && !search.problem ? this.empty() : nothing}
      <ol>
        ${search.stations.map(
          (card, i) => html`<li>
            <station-card
              data-id=${card.id}
              .card=${card}
              .meta=${this.meta}
              .mode=${search.wanted.mode}
              .number=${i + 1}
              .opened=${this.picked === card.id}
            ></station-card>
          </li>`,
        )}
      </ol>
      ${search.next ? html`<button class="more" ?disabled=${search.busy} @click=${() => this.send('list-more')}>${w.rider.more}</button>` : nothing}
    </section>`;
  }

  /** reveal scrolls a station's card into view. */
  async reveal(id: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector(`station-card[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  private heading(): TemplateResult | typeof nothing {
    const { stations, next, answered } = this.search;
    const w = words();
    if (!answered || stations.length === 0) return nothing;
    const first = stations[0]!.distance_m;
    return html`${first > FAR ? html`<p class="note">${w.rider.far(distance(first, w))}</p>` : nothing}
      <h2>${w.rider.found(stations.length, Boolean(next))}</h2>`;
  }

  private failure(): TemplateResult {
    const w = words();
    return html`<div class="note bad row" role="alert">
      <span>${inWords(this.search.problem, w)}</span>
      <button @click=${() => this.send('list-retry')}>${w.retry}</button>
    </div>`;
  }

  private empty(): TemplateResult {
    const w = words();
    const near = this.search.nearestAny;
    if (!near) return html`<p class="note">${w.rider.emptyAtAll}</p>`;
    return html`<div class="note row">
      <span>${w.rider.empty} ${w.rider.emptyNearest(near.name, distance(near.distance_m, w))}</span>
      <button @click=${() => this.send('list-clear')}>${w.rider.clearFilters}</button>
    </div>`;
  }

  private send(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}

customElements.define('station-list', StationList);
