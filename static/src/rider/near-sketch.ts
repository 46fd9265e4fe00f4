import { LitElement, css, html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Place } from '../api/nearby';
import type { Card } from '../api/types';
import { icon } from '../look/icon';
import { parts } from '../look/parts';
import { doorway, type Asked } from '../station/opening';
import { distance } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import { HIGH, WIDE, sketch, type Dot } from './sketch';

/** NearSketch shows where the nearest stations lie, without a map: at once,
 *  and on devices that draw none. It sends `map-wanted` when it is tapped. */
export class NearSketch extends LitElement {
  static override properties = { place: { attribute: false }, cards: { attribute: false }, asked: {}, plain: { type: Boolean }, roomy: { type: Boolean } };

  declare place: Place | undefined;
  declare cards: Card[];
  declare asked: Asked;
  /** plain leaves out the way to the map: it comes by itself, or never. */
  declare plain: boolean;
  /** roomy says that there is room to name that way in words. */
  declare roomy: boolean;

  static override styles = [
    parts,
    css`
      :host {
        position: relative;
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--sunk);
      }
      svg.drawing {
        display: block;
        width: 100%;
        height: 100%;
      }
      .ring {
        fill: none;
        stroke: var(--edge);
        stroke-dasharray: 4 4;
      }
      .me {
        fill: var(--focus);
        stroke: var(--card);
        stroke-width: 3;
      }
      .dot {
        fill: var(--dim);
        stroke: var(--card);
        stroke-width: 1.5;
      }
      .dot.open {
        fill: var(--open);
      }
      .dot.closing_soon {
        fill: var(--soon);
      }
      .dot.closed {
        fill: var(--shut);
      }
      text {
        fill: var(--soft);
        font-size: 12.5px;
      }
      .n {
        fill: var(--card);
        font-weight: 700;
        font-size: 13px;
        text-anchor: middle;
        dominant-baseline: central;
      }
      button {
        position: absolute;
        right: min(0.375rem, 1.7vw);
        top: min(0.375rem, 1.7vw);
        min-width: 44px; /* in large type no more than a finger needs: it lies over stations */
        min-height: 44px;
        padding: min(0.375rem, 1.7vw) min(0.875rem, 3.9vw);
        font-size: min(1rem, 5vw);
      }
      @media (max-height: 30rem) {
        button span {
          display: none; /* it would cover stations */
        }
      }
      button::after {
        content: '';
        position: absolute;
        top: 0;
        right: 0;
        bottom: -40rem; /* the whole sketch is the button */
        left: -80rem;
      }
    `,
  ];

  constructor() {
    super();
    this.cards = [];
    this.asked = 'arrival';
    this.plain = this.roomy = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`${this.place ? this.drawing(this.place) : ''}
    ${this.plain ? '' : html`<button aria-label=${w.showMap} title=${w.showMap} @click=${this.want}>${icon('map')} ${this.roomy ? html`<span>${w.showMap}</span>` : ''}</button>`}`;
  }

  private drawing(place: Place): TemplateResult {
    const w = words();
    const { dots, ring } = sketch(place, this.cards);
    return html`<svg class="drawing" viewBox="${-WIDE / 2} ${-HIGH / 2} ${WIDE} ${HIGH}" role="img" aria-label=${w.rider.sketch}>
      <circle class="ring" r=${ring.radius} />
      <text x=${-WIDE / 2 + 8} y=${HIGH / 2 - 8}>${w.rider.ring(distance(ring.metres, w))}</text>
      <text x=${-WIDE / 2 + 8} y=${-HIGH / 2 + 16}>↑ ${w.rider.north}</text>
      <circle class="me" r="7" />
      ${dots.map((d) => this.dot(d))}
    </svg>`;
  }

  private dot({ card, n, x, y }: Dot): SVGTemplateResult {
    const { state } = doorway(card, this.asked, Date.now(), words());
    return svg`<g transform="translate(${x} ${y})"><circle class="dot ${state}" r="11" /><text class="n">${n}</text></g>`;
  }

  private want(): void {
    this.dispatchEvent(new CustomEvent('map-wanted', { bubbles: true, composed: true }));
  }
}

customElements.define('near-sketch', NearSketch);
