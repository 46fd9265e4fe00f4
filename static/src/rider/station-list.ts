import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import type { Card, Meta } from '../api/types';
import { parts } from '../look/parts';
import { clock, distance } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import { metres } from './place';
import type { Search } from './search';
import './station-card';

const FAR = 10_000; // metres; beyond this nothing is "nearby"
const BLURRED = 200; // metres; a position so far off is worth a word
const ELSEWHERE = 300; // metres; so far off, saved ways are other ways

/** StationList shows the answer of a search, its errors and its next page. It
 *  sends `list-retry`, `list-more` and `list-clear`, the last with what to
 *  drop: the filters, or only the one for open doors. */
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
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      h2 {
        font-size: 1rem;
      }
      .note + h2 {
        margin-top: 0.75rem;
      }
      h2 .soft {
        font-weight: 400;
      }
      .more {
        width: 100%;
      }
      .part {
        font-weight: 700;
        padding-top: 0.25rem;
      }
      station-card {
        scroll-margin: 4.5rem 0;
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
    const { cards, cool, hidden } = search.shown;
    return html`<section aria-label=${w.rider.listLabel} aria-busy=${search.busy}>
      <div role="status">${search.busy ? html`<p class="note">${w.loading}</p>` : this.heading(cards)}</div>
      ${search.saved && !search.busy ? this.old(search.saved) : nothing} ${search.problem ? this.failure() : nothing}
      ${search.answered && cards.length === 0 && !search.busy && !search.problem ? this.empty() : nothing}
      <ol>
        ${cards.map((card, i) => html`${this.divider(i, cool, cards.length)} ${this.item(card, i)}`)}
      </ol>
      ${hidden > 0 && !search.busy ? html`<p class="soft">${w.rider.sifted(hidden)}</p>` : nothing}
      ${search.next ? html`<button class="more" ?disabled=${search.busy} @click=${() => this.send('list-more')}>${w.rider.more}</button>` : nothing}
    </section>`;
  }

  /** reveal scrolls a station's card into view. */
  async reveal(id: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector(`station-card[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'start' });
  }

  private item(card: Card, i: number): TemplateResult {
    const { search } = this;
    return html`<li>
      <station-card
        data-id=${card.id}
        .card=${card}
        .meta=${this.meta}
        .mode=${search.mode}
        .asked=${search.asked}
        .services=${search.wanted.services}
        .number=${i + 1}
        .opened=${this.picked === card.id}
      ></station-card>
    </li>`;
  }

  // divider heads the two parts of a list whose cool places come first.
  private divider(i: number, cool: number, total: number): TemplateResult | typeof nothing {
    if (!this.search.wanted.cool || (i !== 0 && i !== cool)) return nothing;
    const w = words().rider;
    const text = i === 0 ? w.coolFirst(cool) : w.coolRest;
    return i === 0 || i < total ? html`<li class="part">${text}</li>` : nothing;
  }

  private heading(cards: Card[]): TemplateResult | typeof nothing {
    const { next, answered, saved, place, wanted } = this.search;
    const w = words();
    if (!answered || cards.length === 0) return nothing;
    const near = Math.min(...cards.map((c) => c.distance_m));
    const blur = place?.accuracy ?? 0;
    const chosen = place?.accuracy === undefined; // on the map, by name or by a link: the ways begin there
    return html`${near > FAR ? html`<p class="note">${w.rider.far(distance(near, w))}</p>` : nothing}
      ${blur > BLURRED && !saved ? html`<p class="note">${w.rider.blurred(distance(blur, w))}</p>` : nothing}
      <h2>${next ? w.rider.foundMore(cards.length) : w.rider.found(cards.length)} <span class="soft">${saved ? nothing : w.rider.order[wanted.door]}${chosen && !saved ? ` · ${w.rider.fromThere}` : nothing}</span></h2>`;
  }

  // old says honestly that this was saved, when, and where.
  private old(saved: NonNullable<Search['saved']>): TemplateResult {
    const w = words();
    const off = this.search.place ? metres(saved.place, this.search.place) : 0;
    return html`<div class="note bad row" role="alert">
      <span>
        ${w.rider.saved(clock(new Date(saved.at).toISOString(), Date.now(), w))}
        ${off > ELSEWHERE ? w.rider.savedElsewhere(distance(off, w)) : nothing}
      </span>
      <button @click=${() => this.send('list-retry')}>${w.retry}</button>
    </div>`;
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
    if (!near && !this.search.saved && this.search.shown.hidden === 0) return html`<p class="note">${w.rider.emptyAtAll}</p>`;
    return html`<div class="note row">
      <span>${w.rider.empty} ${near ? w.rider.emptyNearest(near.name, distance(near.distance_m, w)) : nothing}</span>
      ${this.search.wanted.door === 'any' ? nothing : html`<button @click=${() => this.send('list-clear', 'door')}>${w.rider.showClosed}</button>`}
      <button @click=${() => this.send('list-clear', 'all')}>${w.rider.clearFilters}</button>
    </div>`;
  }

  private send(name: string, detail = ''): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('station-list', StationList);
