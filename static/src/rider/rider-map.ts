import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { Map as Chart, Marker } from '../map/maplibre';
import type { Place } from '../api/nearby';
import type { Card, Meta } from '../api/types';
import { parts } from '../look/parts';
import { credit } from '../map/credit';
import { extent } from '../map/extent';
import { hintLook } from '../map/hint-look';
import { mapLook } from '../map/look';
import { moving, start, type Frame } from '../map/open';
import { Plane } from '../map/plane';
import { onLongPress } from '../map/press';
import { addStations } from '../map/stations';
import { SYMBOLS, doorway, type Asked } from '../station/opening';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import { pinLook } from './pin-look';

const CITY = 11; // zoom of a map that knows no more than one point

/** RiderMap draws the stations of the list as numbered pins. It sends
 *  `map-pick` with a Place when the ground is pressed for long (tapped, as long
 *  as there is no place yet), and `card-toggle` with a station's id when its
 *  pin is tapped. Importing this module loads MapLibre. */
export class RiderMap extends LitElement {
  static override properties = {
    cards: { attribute: false },
    place: { attribute: false },
    bounds: { attribute: false },
    picked: {},
    asked: {},
    synthetic: { type: Boolean },
    ground: { attribute: false },
    large: { type: Boolean },
    moved: { state: true },
  };

  declare cards: Card[];
  declare place: Place | undefined;
  declare bounds: Meta['bounds'] | undefined;
  declare picked: string;
  /** asked is the moment that the states of the cards are about. */
  declare asked: Asked;
  declare synthetic: boolean;
  /** ground is what the map draws on, from its first drawing on. */
  declare ground: Meta['basemap'];
  /** large says that the map has the page for itself, hints and all. */
  declare large: boolean;
  /** moved says that somebody moved the map since the last answer. */
  declare moved: boolean;
  /** map is the map itself, once drawn. */
  map: Chart | undefined;
  private pins = new Map<string, Marker>();
  private here: Marker | undefined;
  private plane = new Plane();
  private framed = false; // some answer was

  static override styles = [parts, mapLook, hintLook, pinLook];

  constructor() {
    super();
    this.cards = [];
    this.picked = '';
    this.asked = 'arrival';
    this.large = this.moved = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<div class="box"></div>
      <p class="hint" ?hidden=${Boolean(this.place) && !this.large}>${this.place ? w.rider.mapHintAgain : w.rider.mapHint}</p>
      <button class="here-too" ?hidden=${!this.moved} @click=${this.pickCentre}>${w.rider.lookHere}</button>
      <p class="credit">${credit(this.ground, this.synthetic, w)}</p>`;
  }

  override firstUpdated(): void {
    this.plane = new Plane(this.ground);
    const map = (this.map = start(this, this.frame(), this.ground));
    if (!map) return;
    // All other stations are points, so that a rider sees where to tap.
    map.on('style.load', () => addStations(map, { fill: '#a34a1c', edge: '#ffffff' }, this.plane));
    map.on('click', ({ lngLat }) => {
      if (!this.place) this.pick(lngLat);
    });
    onLongPress(map, (at) => this.pick(at));
    map.on('moveend', (event: { originalEvent?: unknown }) => {
      if (event.originalEvent) this.moved = true;
    });
    map.getCanvas().setAttribute('aria-label', words().rider.mapLabel);
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.map) return;
    if (changed.has('large')) this.map.resize();
    if (changed.has('place')) this.drawHere(this.map);
    this.drawPins(this.map);
    const turned = changed.has('large') && !this.moved; // another room, and the view is nobody's choice
    if (changed.has('cards') || changed.has('place') || turned) this.fit(this.map);
    else if (changed.has('picked')) this.reveal(this.map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.remove();
    this.map = undefined;
  }

  private frame(): Frame {
    if (this.place) return { center: [this.place.lon, this.place.lat], zoom: 14 };
    if (this.bounds) return { bounds: this.bounds };
    return { center: [104, 35], zoom: 3 };
  }

  private drawHere(map: Chart): void {
    this.here?.remove();
    if (!this.place) return;
    const dot = document.createElement('div');
    dot.className = 'here';
    dot.setAttribute('role', 'img');
    dot.setAttribute('aria-label', words().rider.youAreHere);
    this.here = new Marker({ element: dot }).setLngLat(this.plane.out([this.place.lon, this.place.lat])).addTo(map);
  }

  private drawPins(map: Chart): void {
    const kept = new Map<string, Marker>();
    this.cards.forEach((card, i) => {
      const pin = this.pins.get(card.id) ?? this.pin(card).addTo(map);
      this.pins.delete(card.id);
      kept.set(card.id, pin);
      this.dress(pin.getElement(), card, i + 1);
    });
    this.pins.forEach((pin) => pin.remove());
    this.pins = kept;
  }

  private pin(card: Card): Marker {
    const button = document.createElement('button');
    button.addEventListener('click', (event) => {
      event.stopPropagation(); // not a tap on the ground
      this.dispatchEvent(new CustomEvent('card-toggle', { detail: card.id, bubbles: true, composed: true }));
    });
    return new Marker({ element: button, anchor: 'bottom' }).setLngLat(this.plane.out([card.lon, card.lat]));
  }

  private dress(button: HTMLElement, card: Card, n: number): void {
    const w = words();
    button.classList.add('pin');
    button.classList.toggle('picked', card.id === this.picked);
    button.style.zIndex = String(100 - Math.min(n, 99)); // the nearest on top
    const { state, text } = doorway(card, this.asked, Date.now(), w);
    for (const each of Object.keys(SYMBOLS)) button.classList.toggle(each, each === state);
    button.setAttribute('aria-label', w.rider.pin(n, card.name, text));
    button.setAttribute('aria-pressed', String(card.id === this.picked));
    const face = document.createElement('span');
    face.textContent = `${n}${SYMBOLS[state]}`;
    button.replaceChildren(face);
  }

  // fit shows the asker and the first few answers; further ones only if the
  // rider moves the map. The first time there is nothing yet to move from.
  private fit(map: Chart): void {
    if (!this.place) return;
    const duration = this.framed ? moving() : 0;
    this.framed = true;
    const here = this.plane.out([this.place.lon, this.place.lat]);
    const near = this.cards.slice(0, 5).map((c) => this.plane.out([c.lon, c.lat]));
    if (near.length === 0) {
      map.easeTo({ center: here, zoom: Math.max(map.getZoom(), CITY), duration });
      return;
    }
    map.fitBounds(extent({ type: 'MultiPoint', coordinates: [...near, here] }), { padding: { top: 56, bottom: 32, left: 32, right: 56 }, maxZoom: 16, duration });
  }

  // reveal moves the map only when the picked pin is out of sight.
  private reveal(map: Chart): void {
    const at = this.pins.get(this.picked)?.getLngLat();
    if (at && !map.getBounds().contains(at)) map.easeTo({ center: at, duration: moving() });
  }

  private readonly pickCentre = () => this.pick(this.map!.getCenter());

  private pick(at: { lng: number; lat: number }): void {
    this.moved = false;
    this.dispatchEvent(new CustomEvent<Place>('map-pick', { detail: this.plane.home(at), bubbles: true, composed: true }));
  }
}

customElements.define('rider-map', RiderMap);
