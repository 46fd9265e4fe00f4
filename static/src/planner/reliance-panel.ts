import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { FeatureCollection, Point } from 'geojson';
import { download, loads, type Load } from '../api/coverage';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import './file-link';
import { resultLook } from './result-look';
import { waiting } from './waiting';

const PAGE = 10;

/** ReliancePanel ranks stations by the demand that only they cover: what is
 *  lost when one closes (N-1). It sends `loads` for the map and `station-pick`
 *  with a place to go to. */
export class ReliancePanel extends LitElement {
  static override properties = { run: {}, k: { type: Number }, covered: { type: Number }, station: {}, shown: { state: true } };

  declare run: string;
  declare k: number;
  /** covered is the demand that all stations cover. */
  declare covered: number;
  declare station: string;
  declare shown: number;
  private readonly loads = new Asked<FeatureCollection>(this);
  private sent: FeatureCollection | undefined;

  static override styles = [
    parts,
    resultLook,
    css`
      ol {
        display: grid;
        gap: 0.375rem;
      }
      li button {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 0.75rem;
        width: 100%;
        text-align: start;
      }
      li small {
        grid-column: 1 / -1;
        font-size: 0.875rem;
      }
    `,
  ];

  constructor() {
    super();
    this.shown = PAGE;
    new Speaks(this);
  }

  override willUpdate(): void {
    this.loads.ask(this.run, (signal) => loads(this.run, signal));
    const value = this.loads.value;
    if (value && value !== this.sent) {
      this.sent = value;
      this.send('loads', sized(value));
    }
  }

  override render(): TemplateResult {
    const w = words().reliance;
    const all = this.loads.value?.features ?? [];
    const alone = all.filter((f) => (f.properties as Load).alone > 0);
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.title}</h2>
      <p class="soft">${w.what(this.k)}</p>
      ${waiting(this.loads)}
      ${this.loads.value ? html`<p>${w.count(alone.length, all.length)}</p>` : nothing}
      <ol>${alone.slice(0, this.shown).map((f) => this.line(f.properties as Load, f.geometry as Point))}</ol>
      ${alone.length > this.shown ? html`<button @click=${() => (this.shown += PAGE)}>${words().planner.moreGaps}</button>` : nothing}
      ${this.loads.value
        ? html`<div class="row">
            <file-link .href=${download(this.run, 'stations', 'csv')} .name=${`stations-${this.run}.csv`}>CSV</file-link>
            <file-link .href=${download(this.run, 'stations', 'geojson')} .name=${`stations-${this.run}.geojson`}>GeoJSON</file-link>
          </div>`
        : nothing}
    </section>`;
  }

  private line(load: Load, place: Point): TemplateResult {
    const w = words().reliance;
    return html`<li>
      <button aria-pressed=${this.station === load.station} @click=${() => this.send('station-pick', { id: load.station, name: load.name, at: place.coordinates })}>
        <span>${load.rank}. <span lang="zh-CN">${load.name}</span></span><strong>${count(load.alone)}</strong>
        <small class="soft">${w.line(load.cells, percent(this.covered > 0 ? load.alone / this.covered : 0))}</small>
      </button>
    </li>`;
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

// sized adds to each point its share of the largest, for its size on the map.
function sized(all: FeatureCollection): FeatureCollection {
  const most = Math.max(1, ...all.features.map((f) => (f.properties as Load).alone));
  const features = all.features.map((f) => ({ ...f, properties: { ...f.properties, share: (f.properties as Load).alone / most } }));
  return { type: 'FeatureCollection', features };
}

customElements.define('reliance-panel', ReliancePanel);
