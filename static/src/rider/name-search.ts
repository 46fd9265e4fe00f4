import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { find } from '../api/nearby';
import type { Located, Meta } from '../api/types';
import { parts } from '../look/parts';
import { Speaks, named } from '../words/language';
import { words } from '../words/rider';

/** NameSearch finds stations by name or address. It sends `station-found` with
 *  the chosen one. */
export class NameSearch extends LitElement {
  static override properties = { meta: { attribute: false }, found: { state: true }, problem: { state: true } };

  declare meta: Meta | undefined;
  declare found: Located[] | undefined;
  declare problem: unknown;
  private asking?: AbortController;

  static override styles = [
    parts,
    css`
      form {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.5rem;
      }
      ul {
        display: grid;
        gap: 0.375rem;
        margin-top: 0.375rem;
      }
      li button {
        display: grid;
        width: 100%;
        justify-content: start;
        text-align: start;
        gap: 0;
      }
      p {
        margin-top: 0.375rem;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<form role="search" @submit=${this.search}>
        <label class="unseen" for="q">${w.rider.searchLabel}</label>
        <input id="q" name="q" type="search" autocomplete="off" enterkeyhint="search" maxlength="60" placeholder=${w.rider.searchPlaceholder} />
        <button>${w.rider.search}</button>
      </form>
      <div role="status">
        ${this.problem ? html`<p class="note bad">${inWords(this.problem, w)}</p>` : nothing}
        ${this.found ? html`<p>${w.rider.searchFound(this.found.length)}</p>` : nothing}
      </div>
      ${this.found?.length ? html`<ul>${this.found.map((f) => this.choice(f))}</ul>` : nothing}`;
  }

  private choice(station: Located): TemplateResult {
    return html`<li>
      <button @click=${() => this.choose(station)}>
        <strong>${station.name}</strong>
        <span class="soft">${named(this.meta?.words.kinds, station.kind)}${station.address ? ` · ${station.address}` : nothing}</span>
      </button>
    </li>`;
  }

  private readonly search = async (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get('q') ?? '').trim();
    this.asking?.abort();
    this.found = this.problem = undefined;
    if (!text) return;
    const asking = (this.asking = new AbortController());
    try {
      this.found = await find(text, asking.signal);
    } catch (problem) {
      if (!asking.signal.aborted) this.problem = problem;
    }
  };

  private choose(station: Located): void {
    this.found = undefined;
    this.dispatchEvent(new CustomEvent<Located>('station-found', { detail: station, bubbles: true, composed: true }));
  }
}

customElements.define('name-search', NameSearch);
