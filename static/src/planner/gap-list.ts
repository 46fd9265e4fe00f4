import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { AreaName, Gap } from '../api/types';
import { parts } from '../look/parts';
import { count } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { resultLook } from './result-look';

const PAGE = 10;

/** GapList ranks the gaps by unmet demand. It sends `gap-pick` with a gap's
 *  id. */
export class GapList extends LitElement {
  static override properties = { gaps: { attribute: false }, areas: { attribute: false }, picked: {}, trying: { type: Boolean }, shown: { state: true } };

  declare gaps: Gap[];
  declare areas: AreaName[];
  declare picked: string;
  /** trying is whether these are the gaps as edits leave them. */
  declare trying: boolean;
  declare shown: number;

  static override styles = [
    parts,
    resultLook,
    css`
      ol {
        display: grid;
        gap: 0.5rem;
      }
      li button {
        display: grid;
        grid-template-columns: 1fr auto;
        width: 100%;
        gap: 0 0.75rem;
        text-align: start;
      }
      .demand {
        font-size: 1.125rem;
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      .size {
        grid-column: 1 / -1;
        font-size: 0.9375rem;
      }
    `,
  ];

  constructor() {
    super();
    this.gaps = [];
    this.areas = [];
    this.picked = '';
    this.trying = false;
    this.shown = PAGE;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().planner;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.gaps}</h2>
      <p class="soft">${w.gapsCount(this.gaps.length)}</p>
      ${this.trying ? html`<p class="note">${w.gapsAfter}</p>` : nothing}
      <ol>${this.gaps.slice(0, this.shown).map((gap, i) => this.gap(gap, i + 1))}</ol>
      ${this.gaps.length > this.shown ? html`<button @click=${() => (this.shown += PAGE)}>${w.moreGaps}</button>` : nothing}
    </section>`;
  }

  private gap(gap: Gap, rank: number): TemplateResult {
    const w = words().planner;
    const area = this.areas.find((a) => a.adcode === gap.adcode)?.name ?? '';
    return html`<li>
      <button data-gap=${gap.id} aria-pressed=${this.picked === gap.id} @click=${() => this.pick(gap.id)}>
        <span>${rank}. ${gap.label ? w.near(gap.label) : w.gap(rank)}${area ? ` · ${area}` : nothing}</span>
        <span class="demand">${count(gap.demand)}</span>
        <span class="size soft">${this.size(gap)}</span>
      </button>
    </li>`;
  }

  private size(gap: Gap): string {
    const w = words().planner;
    return [
      w.gapSize(gap.cells, gap.area_km2.toFixed(gap.area_km2 < 10 ? 1 : 0)),
      gap.worst_minutes === null ? '' : w.worst(gap.worst_minutes.toFixed(0)),
      gap.beyond > 0 ? w.beyond(gap.beyond) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  }

  private pick(id: string): void {
    this.dispatchEvent(new CustomEvent<string>('gap-pick', { detail: id, bubbles: true, composed: true }));
  }
}

customElements.define('gap-list', GapList);
