import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { Canvas } from './canvas';

/** MapSlot is the place of a map on a page that works without it. `draw`
 *  renders the map once its code is there; until then, and where it never
 *  comes, the slot shows what stands in it, and says why. */
export class MapSlot extends LitElement {
  static override properties = { load: { attribute: false }, draw: { attribute: false }, wanted: { type: Boolean } };

  /** load fetches the map's code. */
  declare load: () => Promise<unknown>;
  /** draw renders the map. */
  declare draw: () => TemplateResult;
  /** wanted says that it is the map's turn. */
  declare wanted: boolean;
  private readonly canvas = new Canvas(this, () => this.load());

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
        bottom: 0.375rem;
        left: 0.375rem;
        padding: 0.25rem 0.75rem;
        border-radius: 0.625rem;
        background: var(--card);
      }
    `,
  ];

  constructor() {
    super();
    this.wanted = false;
    new Speaks(this);
  }

  override willUpdate(): void {
    if (this.wanted) this.canvas.want();
    const { flat } = this.canvas;
    if (flat === this.hasAttribute('flat')) return;
    this.toggleAttribute('flat', flat);
    this.dispatchEvent(new CustomEvent('map-flat', { detail: flat }));
  }

  override render(): TemplateResult {
    const { stand } = this.canvas;
    if (stand === 'there') return this.draw();
    return html`<slot></slot>
      <div role="status" class=${stand === 'loading' ? 'wait' : ''}>${stand === 'waiting' ? nothing : this.canvas.word()}</div>`;
  }
}

customElements.define('map-slot', MapSlot);
