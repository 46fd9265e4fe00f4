import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { newName, type Edit } from './edits';

/** EditList lists what is tried, each with a button that takes it back. It
 *  sends `edits` with the list that is wanted, and `station-pick`. */
export class EditList extends LitElement {
  static override properties = { edits: { attribute: false }, naming: { attribute: false }, idle: { attribute: false } };

  declare edits: readonly Edit[];
  /** naming tells the name of a station. */
  declare naming: (id: string) => string;
  /** idle are why edits have no effect, by the server's name of each. */
  declare idle: ReadonlyMap<string, string>;

  static override styles = [
    parts,
    css`
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
        border-bottom: 1px solid var(--line);
      }
      li span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .why {
        color: var(--soon);
      }
    `,
  ];

  constructor() {
    super();
    this.edits = [];
    this.idle = new Map();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().whatif;
    if (this.edits.length === 0) return html`<p class="soft">${w.none}</p>`;
    const counts = { add: 0, move: 0, remove: 0, hours: 0 };
    return html`<ol aria-label=${w.list}>
      ${this.edits.map((e) => {
        const i = counts[e.do]++;
        return this.edit(e, i);
      })}
    </ol>`;
  }

  // edit is the i-th of its sort.
  private edit(e: Edit, i: number): TemplateResult {
    const w = words().whatif;
    const why = this.idle.get(`${e.do}[${i}]`);
    const text = this.told(e, i);
    return html`<li data-edit=${e.do}>
      <span>${text}${why ? html` <span class="why">${(w.why as Record<string, string>)[why] ?? why}</span>` : nothing}</span>
      <button class="bare" aria-label=${w.takeBack(text)} @click=${() => this.send(this.edits.filter((x) => x !== e))}>✕</button>
    </li>`;
  }

  private told(e: Edit, i: number): string {
    const w = words().whatif;
    if (e.do === 'add') return w.isAdded(w.fresh(i + 1), e.hours);
    const name = this.naming(e.id);
    if (e.do === 'hours') return w.isTimed(name, e.hours);
    return e.do === 'move' ? w.isMoved(name) : w.isRemoved(name);
  }

  private send(list: Edit[]): void {
    this.dispatchEvent(new CustomEvent<readonly Edit[]>('edits', { detail: list, bubbles: true, composed: true }));
  }
}

/** stationName is what a station is called in a trial: its name, or for the
 *  i-th new one that it is new. */
export function stationName(id: string, naming: (id: string) => string): string {
  const i = /^add\[(\d+)\]$/.exec(id)?.[1];
  return i !== undefined && newName(Number(i)) === id ? words().whatif.fresh(Number(i) + 1) : naming(id);
}

customElements.define('edit-list', EditList);
