import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks, tongue } from '../words/language';
import { drawable } from './webgl';

/** Canvas says how a map stands: waiting for its turn, loading, there, or why
 *  not. */
export type Canvas = 'waiting' | 'loading' | 'there' | 'noWebGL' | 'mapFailed';

/** MapSlot is the place of a map on a page that works without it: it asks
 *  whether the device can draw, loads the map's code, and says in words what
 *  came of it. `draw` renders the map once its code is there; until then, and
 *  where it never comes, the slot shows what stands in it. */
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
        position: relative;
        display: grid;
        grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
        gap: 0.375rem;
      }
      .wait {
        position: absolute;
        inset: auto auto 0.375rem 0.375rem;
        padding: 0.25rem 0.75rem;
        border-radius: 0.625rem;
        background: var(--card);
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
    const flat = this.canvas === 'noWebGL' || this.canvas === 'mapFailed';
    if (flat === this.hasAttribute('flat')) return;
    this.toggleAttribute('flat', flat);
    this.dispatchEvent(new CustomEvent('map-flat', { detail: flat }));
  }

  override render(): TemplateResult {
    const w = tongue.words;
    if (this.canvas === 'there') return this.draw();
    return html`<slot></slot>
      <div role="status" class=${this.canvas === 'loading' ? 'wait' : ''}>${this.canvas === 'loading' ? w.mapLoading : nothing}${this.why()}</div>`;
  }

  private why(): TemplateResult | typeof nothing {
    if (this.canvas !== 'noWebGL' && this.canvas !== 'mapFailed') return nothing;
    const w = tongue.words;
    return html`<div class="note row">
      <span>${w[this.canvas]}</span>
      ${this.canvas === 'mapFailed' ? html`<button @click=${() => this.begin()}>${w.retry}</button>` : nothing}
    </div>`;
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
