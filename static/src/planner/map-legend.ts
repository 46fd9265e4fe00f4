import { LitElement, css, html, nothing, svg, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import type { Tab } from './address';
import { ACCENT, SITE, UNCOUNTED } from './accent';
import { NONE, bands, type Band } from './palette';

/** MapLegend says what the colours, the hatching and the dashes mean. */
export class MapLegend extends LitElement {
  static override properties = { limit: { type: Number }, tab: {}, trying: { type: Boolean }, counting: { type: Boolean }, hosting: { type: Boolean }, loading: { type: Boolean }, folded: { type: Boolean } };

  declare limit: number;
  /** tab says which marks are on the map, trying whether edits are. */
  declare tab: Tab;
  declare trying: boolean;
  /** counting is whether stations that count stand apart from the others. */
  declare counting: boolean;
  /** hosting is whether places are shown that may become sites. */
  declare hosting: boolean;
  /** loading is whether stations are shown by what only they cover, and no others. */
  declare loading: boolean;
  /** folded shows the title alone until it is opened. */
  declare folded: boolean;

  static override styles = [
    parts,
    css`
      details {
        font-size: 0.875rem;
      }
      summary {
        display: flex;
        align-items: center;
        min-height: 2rem;
        cursor: pointer;
      }
      :host([folded]) summary {
        min-height: 2.75rem;
      }
      :host([folded]) summary::before {
        content: '▸';
        margin-inline-end: 0.5rem;
      }
      h2 {
        font-size: 0.9375rem;
      }
      .sides {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9.5rem, auto));
        gap: 0.25rem 0.75rem;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      svg {
        flex: none;
        width: 1.5rem;
        height: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    this.limit = 15;
    this.tab = 'coverage';
    this.trying = this.counting = this.hosting = this.loading = this.folded = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().legend;
    const all = bands(this.limit);
    return html`<details ?open=${!this.folded}>
      <summary><h2>${w.title}</h2></summary>
      <div class="sides">
        ${side(w.coveredSide, all.filter((b) => b.covered))} ${side(w.uncoveredSide, all.filter((b) => !b.covered))}
        <ul>
          <li>${swatch(svg`<rect width="24" height="16" fill=${NONE}/><path d="M0 16 16 0M8 16 24 0M-8 16 8 0" stroke="#fff" stroke-width="2"/>`)} ${w.none}</li>
          <li>${swatch(svg`<rect x="1" y="1" width="22" height="14" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="4 2"/>`)} ${w.gap}</li>
          ${this.loading ? nothing : html`<li>${swatch(dot('#fff'))} ${this.counting ? w.counted : w.station}</li>`}
          ${this.counting ? html`<li>${swatch(dot(UNCOUNTED))} ${w.uncounted}</li>` : nothing}
          ${this.marks()}
        </ul>
      </div>
    </details>`;
  }

  // marks explains what the tab adds to the map.
  private marks(): TemplateResult {
    const { legend, whatif, hosts } = words();
    const frame = (colour: string) => swatch(svg`<rect x="1.5" y="1.5" width="21" height="13" fill="none" stroke=${colour} stroke-width="3"/>`);
    return html`${this.loading ? html`<li>${swatch(svg`<circle cx="12" cy="8" r="7" fill=${ACCENT} fill-opacity="0.55"/>`)} ${legend.alone}</li>` : nothing}
    ${this.tab === 'sites' ? html`<li>${swatch(svg`<circle cx="12" cy="8" r="7" fill=${SITE}/>`)} ${legend.site}</li>` : nothing}
    ${this.hosting ? html`<li>${swatch(svg`<circle cx="12" cy="8" r="4" fill="#fff" stroke=${SITE} stroke-width="2"/>`)} ${hosts.candidate}</li>` : nothing}
    ${this.trying || this.tab === 'whatif' ? html`<li>${frame('#00703c')} ${whatif.gained}</li><li>${frame('#b3001b')} ${whatif.lost}</li>` : nothing}`;
  }
}

function side(title: string, list: Band[]): TemplateResult {
  return html`<div>
    <strong>${title}</strong>
    <ul>
      ${list.map((b) => html`<li>${swatch(svg`<rect width="24" height="16" fill=${b.colour}/>`)} ${range(b)}</li>`)}
    </ul>
  </div>`;
}

function dot(fill: string): unknown {
  return svg`<circle cx="12" cy="8" r="5" fill=${fill} stroke="#111" stroke-width="3"/>`;
}

function swatch(content: unknown): TemplateResult {
  return html`<svg viewBox="0 0 24 16" aria-hidden="true">${content}</svg>`;
}

function range(band: Band): string {
  const w = words().legend;
  if (band.to === null) return w.over(band.from);
  return band.from === 0 ? w.within(band.to) : w.between(band.from, band.to);
}

customElements.define('map-legend', MapLegend);
