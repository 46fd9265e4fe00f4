import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { find } from '../api/nearby';
import type { Located } from '../api/types';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { waiting } from './waiting';

/** StationFind finds a station by name, for who does not tap the map. It sends
 *  `station-found` with the chosen one. */
export class StationFind extends LitElement {
  private readonly found = new Asked<Located[]>(this);

  static override styles = [
    parts,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.5rem;
      }
      ul {
        display: grid;
        gap: 0.25rem;
        margin-top: 0.375rem;
      }
      li button {
        width: 100%;
        justify-content: start;
        text-align: start;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().whatif;
    const list = this.found.value;
    return html`<form role="search" @submit=${this.search}>
        <input name="q" type="search" autocomplete="off" maxlength="60" aria-label=${w.find} placeholder=${w.find} />
        <button>${w.findButton}</button>
      </form>
      ${waiting(this.found)} ${list?.length === 0 ? html`<p class="soft" role="status">${w.foundNone}</p>` : nothing}
      ${list?.length ? html`<ul>${list.map((s) => html`<li><button lang="zh-CN" @click=${() => this.choose(s)}>${s.name}</button></li>`)}</ul>` : nothing}`;
  }

  private readonly search = (e: SubmitEvent) => {
    e.preventDefault();
    const text = String(new FormData(e.target as HTMLFormElement).get('q')).trim();
    if (text) this.found.ask(text, (signal) => find(text, signal));
    else this.found.clear();
    this.requestUpdate();
  };

  private choose(station: Located): void {
    this.found.clear();
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent<Located>('station-found', { detail: station, bubbles: true, composed: true }));
  }
}

customElements.define('station-find', StationFind);
