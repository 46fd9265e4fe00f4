import { LitElement, css, html, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks, tongue } from '../words/language';
import { drawable } from './webgl';

/** Canvas says how a map stands: waiting for its turn, loading, there, or why
 *  not. */
export type Canvas = 'waiting' | 'loading' | 'there' | 'noWebGL' | 'mapFailed';

/** MapSlot is the place of a map on a page that works without it: it asks
 *  whether the device can draw, loads the map's code, and says in words what
 *  came of it. `draw` renders the map once its code is there. */
export class MapSlot extends LitElement {
  static override properties = { load: { attribute: false }, draw: { attribute: false }, wanted: { type: Boolean }, canvas: { state: true } };

  /** load fetches the map's code. */
  declare load: () => Promise<unknown>;
  /** draw renders the map. */
  declare draw: () => TemplateResult;
  /** wanted says that it is the map's turn. */
  declare wanted: boolean;
  declare canvas: Canvas;

  static override styles = [
    parts,
    css`
      :host {
        display: grid;
      }
      .wait {
        display: grid;
        place-items: center;
        border-radius: var(--radius);
        background: var(--sunk);
      }
    `,
  ];

  constructor() {
    super();
    this.wanted = false;
    this.canvas = 'waiting';
    new Speaks(this);
    this.addEventListener('map-failed', () => (this.canvas = 'mapFailed'));
  }

  override willUpdate(): void {
    if (this.wanted && this.canvas === 'waiting') void this.begin();
    this.toggleAttribute('flat', this.canvas === 'noWebGL' || this.canvas === 'mapFailed');
  }

  override render(): TemplateResult {
    const w = tongue.words;
    if (this.canvas === 'there') return this.draw();
    if (this.canvas === 'noWebGL' || this.canvas === 'mapFailed') {
      return html`<div class="note row" role="status">
        <span>${w[this.canvas]}</span>
        ${this.canvas === 'mapFailed' ? html`<button @click=${() => this.begin()}>${w.retry}</button>` : ''}
      </div>`;
    }
    return html`<p class="wait soft" role="status">${w.mapLoading}</p>`;
  }

  private async begin(): Promise<void> {
    if (!drawable()) {
      this.canvas = 'noWebGL';
      return;
    }
    this.canvas = 'loading';
    try {
      await this.load();
      this.canvas = 'there';
    } catch {
      this.canvas = 'mapFailed';
    }
  }
}

customElements.define('map-slot', MapSlot);
