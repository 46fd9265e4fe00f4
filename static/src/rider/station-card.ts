import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { photoAt } from '../api/photo';
import type { Card, Meta, Mode } from '../api/types';
import { parts } from '../look/parts';
import { badge, door, go, offered, parking, phone, pill } from '../station/glance';
import { doorway, type Asked } from '../station/opening';
import { stationLook } from '../station/station-look';
import { distance, duration } from '../words/format';
import { Speaks, named } from '../words/language';
import { words } from '../words/rider';
import { details } from './station-details';

/** StationCard shows one station: at a glance, and in full when opened. It
 *  sends `card-toggle` and `card-share` with the station's id. */
export class StationCard extends LitElement {
  static override properties = {
    card: { attribute: false },
    meta: { attribute: false },
    mode: {},
    asked: {},
    services: { attribute: false },
    number: { type: Number },
    opened: { type: Boolean, reflect: true },
    said: { state: true },
    large: { state: true },
  };

  declare card: Card;
  declare meta: Meta | undefined;
  declare mode: Mode;
  declare asked: Asked;
  /** services are those that were asked for. */
  declare services: readonly string[];
  declare number: number;
  declare opened: boolean;
  declare said: string;
  /** large says that the photos lie large over the page. */
  declare large: boolean;

  static override styles = [parts, stationLook];

  constructor() {
    super();
    this.mode = 'walk';
    this.asked = 'arrival';
    this.services = [];
    this.number = 0;
    this.opened = false;
    this.said = '';
    this.large = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const { card, meta } = this;
    const w = words();
    return html`<article aria-labelledby="name">
      <header>
        <span class="number" aria-hidden="true">${this.number}</span>
        <h3 id="name" lang="zh-CN">${card.name}</h3>
        ${this.way()}
      </header>
      <p class="soft kind">${this.kind()}</p>
      <p class="facts">${pill(doorway(card, this.asked, Date.now(), w))} ${badge(card, w)}</p>
      <div class="seen">
        <div>${door(card, meta, w)} ${parking(card, w)} ${offered(card, meta, w, this.services)}</div>
        ${this.photo()}
      </div>
      <div class="row actions">
        ${go(card, w)}
        <button id="toggle" aria-expanded=${this.opened} aria-controls="more" @click=${() => this.send('card-toggle')}>
          ${this.opened ? w.close : w.card.details} <span aria-hidden="true">${this.opened ? '▴' : '▾'}</span>
        </button>
        ${phone(card, w)}
      </div>
      <div id="more" ?hidden=${!this.opened}>
        ${this.opened ? details(card, meta, this.said, { say: this.say, share: () => this.send('card-share') }) : nothing}
      </div>
    </article>`;
  }

  private kind(): TemplateResult {
    const { card, meta } = this;
    const host = card.host ? ` · ${named(meta?.words.hosts, card.host)}` : '';
    return html`${named(meta?.words.kinds, card.kind)}${host} ${card.synthetic ? html`<span class="tag">${words().demoTag}</span>` : nothing}`;
  }

  // photo is the first of the station's photos, made small; it opens them
  // all, large. Without them nothing more is loaded.
  private photo(): TemplateResult | typeof nothing {
    const { id, name, photo } = this.card;
    if (!photo) return nothing;
    const w = words().card;
    const small = html`<a class="photo" href=${photoAt(id, photo)} target="_blank" title=${w.enlarge} @click=${this.enlarge}
      ><img src=${photoAt(id, photo, true)} width="96" height="72" loading="lazy" decoding="async" alt=${w.photoOf(name)} @error=${hide}
    /></a>`;
    return html`${keyed(`${id} ${photo}`, small)}
      ${this.large ? html`<photo-view .station=${id} .name=${name} @photo-close=${() => (this.large = false)}></photo-view>` : nothing}`;
  }

  private readonly enlarge = async (event: Event) => {
    event.preventDefault();
    const link = event.currentTarget as HTMLAnchorElement;
    try {
      await import('../station/photo-view');
      this.large = true;
    } catch {
      location.assign(link.href);
    }
  };

  // way says how long and how far; the time is left out where nobody would go.
  private way(): TemplateResult {
    const { card } = this;
    const w = words();
    const far = distance(card.by_road && card.road_m ? card.road_m : card.distance_m, w);
    const long = duration(card.duration_s, w);
    const straight = card.by_road ? nothing : html`<span class="soft">${w.card.straight}</span>`;
    if (!long) return html`<p class="way"><strong>${far}</strong> ${straight}</p>`;
    return html`<p class="way">
      <strong>${card.by_road ? '' : w.card.about}${long}</strong> <span class="soft">${w.card.by[this.mode]} ${far}</span> ${straight}
    </p>`;
  }

  private send(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail: this.card.id, bubbles: true, composed: true }));
  }

  private readonly say = (text: string) => {
    this.said = text;
  };
}

// hide takes a photo that is not there, or not any more, out of the way.
function hide(event: Event): void {
  (event.currentTarget as HTMLElement).parentElement!.hidden = true;
}

customElements.define('station-card', StationCard);
