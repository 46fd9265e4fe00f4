import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { tongue } from '../words/language';
import { drawable } from './webgl';

/** Stand says how a map stands: waiting for its turn, loading, there, or why
 *  not. */
export type Stand = 'waiting' | 'loading' | 'there' | 'noWebGL' | 'mapFailed';

/** Canvas opens the map of its host, which works without it: it asks whether
 *  the device can draw, fetches the map's code by `load`, and has a word for
 *  what stands in the map's place until it is there, or for why it is not. */
export class Canvas implements ReactiveController {
  stand: Stand = 'waiting';

  constructor(
    private readonly host: ReactiveControllerHost & EventTarget,
    private readonly load: () => Promise<unknown>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener('map-failed', this.fail);
  }

  hostDisconnected(): void {
    this.host.removeEventListener('map-failed', this.fail);
  }

  /** flat reports whether there will be no map. */
  get flat(): boolean {
    return this.stand === 'noWebGL' || this.stand === 'mapFailed';
  }

  /** want opens the map unless that was done, or has failed. */
  want(): void {
    if (this.stand === 'waiting') void this.begin();
  }

  /** word is what stands in the map's place: a way to it while it waits. */
  word(): TemplateResult {
    const w = tongue.words;
    if (this.stand === 'waiting') return html`<button @click=${this.begin}>${w.showMap}</button>`;
    if (!this.flat) return html`${w.mapLoading}`;
    return html`<div class="note row">
      <span>${this.stand === 'noWebGL' ? w.noWebGL : w.mapFailed}</span>
      ${this.stand === 'mapFailed' ? html`<button @click=${this.begin}>${w.retry}</button>` : ''}
    </div>`;
  }

  private readonly begin = async () => {
    this.turn(drawable() ? 'loading' : 'noWebGL');
    if (this.flat) return;
    await this.load().then(
      () => this.turn('there'),
      () => this.fail(),
    );
  };

  private readonly fail = () => this.turn('mapFailed');

  private turn(stand: Stand): void {
    this.stand = stand;
    this.host.requestUpdate();
  }
}
