import { LitElement, css, html, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { TABS, type Tab } from './address';

/** BenchTabs chooses which side of a result is looked at, and holds that side.
 *  It sends `tab-pick`. Arrow keys go from tab to tab. */
export class BenchTabs extends LitElement {
  static override properties = { tab: {} };

  declare tab: Tab;

  static override styles = [
    parts,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
        min-width: 0;
      }
      [role='tablist'] {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(6.25rem, 100%), 1fr));
        gap: 0.375rem;
      }
      [role='tab'] {
        padding-inline: 0.25rem;
        border-color: var(--line);
        line-height: 1.2;
      }
      [role='tab'][aria-selected='true'] {
        background: var(--warm);
        border-color: var(--warm);
        color: var(--on-warm);
        font-weight: 700;
      }
      [role='tabpanel'] {
        display: grid;
        gap: 0.75rem;
        min-width: 0;
        padding: 0.875rem;
        background: var(--card);
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
    `,
  ];

  constructor() {
    super();
    this.tab = 'coverage';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().tabs;
    return html`
      <div role="tablist" aria-label=${w.label} @keydown=${this.walk}>
        ${TABS.map(
          (t) => html`<button
            role="tab"
            id=${t}
            aria-selected=${t === this.tab}
            aria-controls="side"
            tabindex=${t === this.tab ? 0 : -1}
            @click=${() => this.pick(t)}
          >
            ${w[t]}
          </button>`,
        )}
      </div>
      <div role="tabpanel" id="side" aria-labelledby=${this.tab}><slot></slot></div>
    `;
  }

  private readonly walk = (e: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = steps[e.key];
    if (!step) return;
    e.preventDefault();
    const next = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length]!;
    this.pick(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${next}`)?.focus());
  };

  private pick(tab: Tab): void {
    this.dispatchEvent(new CustomEvent<Tab>('tab-pick', { detail: tab, bubbles: true, composed: true }));
  }
}

customElements.define('bench-tabs', BenchTabs);
