import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { USUAL, type Wanted } from '../api/nearby';
import type { Card, Meta, Mode } from '../api/types';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import './filter-sheet';
import type { FilterSheet, List } from './filter-sheet';

const MODES: readonly Mode[] = ['walk', 'ride', 'truck'];

/** FilterBar lets a rider say what is wanted, on one line that scrolls. It
 *  sends `filter-change` with the new Wanted. */
export class FilterBar extends LitElement {
  static override properties = { wanted: { attribute: false }, meta: { attribute: false }, cards: { attribute: false }, list: { state: true } };

  declare wanted: Wanted;
  declare meta: Meta | undefined;
  /** cards are those listed now, for counting. */
  declare cards: Card[];
  declare list: List;

  static override styles = [
    parts,
    css`
      .line {
        display: flex;
        gap: 0.375rem;
        overflow-x: auto;
        scrollbar-width: none;
        padding: 0.25rem 0.875rem;
        margin: 0 -0.875rem;
      }
      .line > *,
      .modes button {
        flex: none;
        white-space: nowrap;
      }
      .line button {
        padding-left: 0.75rem;
        padding-right: 0.75rem;
      }
      .modes {
        display: inline-flex;
      }
      .modes button {
        border-radius: 0;
        margin-left: -1px;
      }
      .modes button:first-child {
        border-radius: 0.75rem 0 0 0.75rem;
        margin-left: 0;
      }
      .modes button:last-child {
        border-radius: 0 0.75rem 0.75rem 0;
      }
      .modes button[aria-pressed='true'] {
        z-index: 1;
      }
      @media (min-width: 56rem) {
        .line {
          flex-wrap: wrap;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.list = 'services';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const { wanted } = this;
    return html`<section class="line" aria-label=${w.filter.label}>
        <div class="modes" role="group" aria-label=${w.filter.mode}>
          ${MODES.map((mode) => html`<button aria-pressed=${wanted.mode === mode} @click=${() => this.change({ mode })}>${w.modes[mode]}</button>`)}
        </div>
        ${this.switch(w.filter.arrival, wanted.door === 'arrival', { door: wanted.door === 'arrival' ? 'any' : 'arrival' })}
        ${this.opener('services')} ${this.switch(w.filter.walkIn, wanted.walkIn, { walkIn: !wanted.walkIn })} ${this.opener('kinds')}
        ${this.switch(w.filter.cool, wanted.cool, { cool: !wanted.cool })}
        ${this.switch(w.filter.night, wanted.door === 'night', { door: wanted.door === 'night' ? 'arrival' : 'night' })}
        ${narrowed(wanted) ? html`<button class="bare" @click=${() => this.change({ ...USUAL, mode: wanted.mode })}>✕ ${w.filter.clearAll}</button>` : nothing}
      </section>
      <filter-sheet .list=${this.list} .wanted=${wanted} .meta=${this.meta} .cards=${this.cards}></filter-sheet>`;
  }

  private switch(text: string, on: boolean, part: Partial<Wanted>): TemplateResult {
    return html`<button aria-pressed=${on} @click=${() => this.change(part)}><span aria-hidden="true">${on ? '✓' : '○'}</span> ${text}</button>`;
  }

  private opener(list: List): TemplateResult {
    const w = words();
    const n = this.wanted[list].length;
    return html`<button class=${n > 0 ? 'on' : ''} aria-haspopup="dialog" @click=${() => this.open(list)}>
      ${w.filter[list]}${n > 0 ? html` <strong>${n}</strong>` : nothing} <span aria-hidden="true">▾</span>
    </button>`;
  }

  private open(list: List): void {
    this.list = list;
    void this.updateComplete.then(() => this.renderRoot.querySelector<FilterSheet>('filter-sheet')!.show());
  }

  private change(part: Partial<Wanted>): void {
    this.dispatchEvent(new CustomEvent<Wanted>('filter-change', { detail: { ...this.wanted, ...part }, bubbles: true, composed: true }));
  }
}

/** narrowed reports whether anything but the way of going is not as usual. */
export function narrowed(wanted: Wanted): boolean {
  return wanted.kinds.length + wanted.services.length > 0 || wanted.door !== USUAL.door || wanted.walkIn || wanted.cool;
}

customElements.define('filter-bar', FilterBar);
