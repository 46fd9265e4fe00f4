import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Card, Meta, Mode, ServiceState } from '../api/types';
import { parts } from '../look/parts';
import { distance, duration } from '../words/format';
import { Speaks, named } from '../words/language';
import { words } from '../words/rider';
import { SYMBOLS, opening } from './opening';
import { details } from './station-details';
import { cardLook } from './station-look';

const FEW = 6; // services shown before the card is opened

/** StationCard shows one station: at a glance, and in full when opened. It
 *  sends `card-toggle` with the station's id. */
export class StationCard extends LitElement {
  static override properties = {
    card: { attribute: false },
    meta: { attribute: false },
    mode: {},
    number: { type: Number },
    opened: { type: Boolean, reflect: true },
    copied: { state: true },
  };

  declare card: Card;
  declare meta: Meta | undefined;
  declare mode: Mode;
  declare number: number;
  declare opened: boolean;
  declare copied: string;

  static override styles = [parts, cardLook];

  constructor() {
    super();
    this.mode = 'walk';
    this.number = 0;
    this.opened = false;
    this.copied = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const { card, meta } = this;
    const w = words();
    return html`<article aria-labelledby="name">
      <header>
        <span class="number" aria-hidden="true">${this.number}</span>
        <div>
          <h3 id="name" lang="zh-CN">${card.name}</h3>
          <p class="soft">
            ${named(meta?.words.kinds, card.kind)}${card.host ? ` · ${named(meta?.words.hosts, card.host)}` : nothing}
            ${card.synthetic ? html`<span class="tag">${w.demoTag}</span>` : nothing}
          </p>
        </div>
      </header>
      <p class="facts">
        <span class="state ${card.open}"><span aria-hidden="true">${SYMBOLS[card.open]}</span> ${opening(card, Date.now(), w)}</span>
        <span class="way">${this.way()}</span>
      </p>
      ${this.door()} ${this.chips()}
      <div class="row">
        <button id="toggle" aria-expanded=${this.opened} aria-controls="more" @click=${this.toggle}>
          ${this.opened ? w.close : w.card.details} <span aria-hidden="true">${this.opened ? '▴' : '▾'}</span>
        </button>
        ${card.phone ? html`<a class="button" href="tel:${card.phone}"><span aria-hidden="true">☎</span> ${w.card.call}</a>` : nothing}
      </div>
      <div id="more" ?hidden=${!this.opened}>${this.opened ? details(card, meta, this.copied, this.note) : nothing}</div>
    </article>`;
  }

  // way says how long and how far; the time is left out where nobody would go.
  private way(): TemplateResult {
    const { card } = this;
    const w = words();
    const far = distance(card.by_road && card.road_m ? card.road_m : card.distance_m, w);
    const long = duration(card.duration_s, w);
    if (!long) return html`<strong>${far}</strong> <span class="soft">${w.card.straight}</span>`;
    return html`<strong>${card.by_road ? '' : w.card.about}${long}</strong>
      <span class="soft">${w.card.by[this.mode]} · ${far} · ${card.by_road ? w.card.byRoad : w.card.straight}</span>`;
  }

  // door says where to go and how to get in, as far as it is known.
  private door(): TemplateResult | typeof nothing {
    const { card, meta } = this;
    const w = words();
    const floor = card.floor && card.floor !== '1' ? w.card.floorOf(card.floor) : '';
    const where = [card.address, floor, card.entrance_note].filter(Boolean).join(' · ');
    const entry = card.access_method ? named(meta?.words.access_methods, card.access_method) : '';
    if (!where && !entry) return nothing;
    return html`<p class="door">
      ${where ? html`<span lang="zh-CN">${where}</span>` : nothing}
      ${entry ? html`<span class="entry"><span class="soft">${w.card.access}</span> ${entry}</span>` : nothing}
    </p>`;
  }

  private chips(): TemplateResult | typeof nothing {
    const usable = (this.card.services ?? []).filter((s) => s.status !== 'none' && s.status !== 'broken');
    if (usable.length === 0) return nothing;
    const w = words();
    const rest = usable.length - FEW;
    return html`<ul class="chips" aria-label=${w.card.services}>
      ${usable.slice(0, FEW).map((s) => this.chip(s))}
      ${rest > 0 ? html`<li class="chip soft">${w.card.moreServices(rest)}</li>` : nothing}
    </ul>`;
  }

  private chip(s: ServiceState): TemplateResult {
    const w = words();
    return html`<li class="chip">
      ${named(this.meta?.words.services, s.code)}${s.status === 'limited' ? html` <small>${w.card.limited}</small>` : nothing}
    </li>`;
  }

  private readonly toggle = () => {
    this.dispatchEvent(new CustomEvent('card-toggle', { detail: this.card.id, bubbles: true, composed: true }));
  };

  private readonly note = (text: string) => {
    this.copied = text;
  };
}

customElements.define('station-card', StationCard);
