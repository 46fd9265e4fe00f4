import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { areaShape } from '../api/coverage';
import { find, type Place } from '../api/nearby';
import type { AreaName, Located, Meta } from '../api/types';
import { icon } from '../look/icon';
import { parts } from '../look/parts';
import { extentOf } from '../map/extent';
import { Speaks, named } from '../words/language';
import { words } from '../words/rider';

const PAUSE = 250; // ms without a key before what is typed is looked up
const LONG = 2; // characters of a name worth looking up while typing; one of Chinese

/** Target is what was chosen: a place, and the station that stands there. */
export interface Target {
  place: Place;
  station: string;
}

/** NameSearch finds stations and districts while somebody types. It sends
 *  `target-found` with a Target. */
export class NameSearch extends LitElement {
  static override properties = { meta: { attribute: false }, found: { state: true }, areas: { state: true }, problem: { state: true } };

  declare meta: Meta | undefined;
  declare found: Located[] | undefined;
  declare areas: AreaName[];
  declare problem: unknown;
  private asking?: AbortController;
  private pause?: ReturnType<typeof setTimeout>;

  static override styles = [
    parts,
    css`
      form {
        position: relative;
      }
      form .icon {
        position: absolute;
        left: 0.75rem;
        top: 0.8125rem;
        color: var(--soft);
        pointer-events: none;
      }
      input {
        padding-right: 0.75rem;
        padding-left: 2.5rem;
        min-height: 2.875rem;
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
    this.areas = [];
    new Speaks(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
    this.asking?.abort();
  }

  override render(): TemplateResult {
    const w = words();
    const count = (this.found?.length ?? 0) + this.areas.length;
    return html`<form role="search" @submit=${this.submit} @keydown=${this.escape}>
        ${icon('search')}
        <label class="unseen" for="q">${w.rider.searchLabel}</label>
        <input
          id="q"
          name="q"
          type="search"
          autocomplete="off"
          enterkeyhint="search"
          maxlength="60"
          placeholder=${w.rider.searchPlaceholder}
          @input=${this.type}
        />
      </form>
      <div role="status">
        ${this.problem ? html`<p class="note bad">${inWords(this.problem, w)}</p>` : nothing}
        ${this.found ? html`<p class="soft">${w.rider.searchFound(count)}</p>` : nothing}
      </div>
      ${count > 0
        ? html`<ul>
            ${this.areas.map((area) => this.choice(area.name, w.rider.district, () => this.goToArea(area)))}
            ${this.found?.map((s) => this.choice(s.name, this.about(s), () => this.goTo({ place: { lon: s.lon, lat: s.lat }, station: s.id })))}
          </ul>`
        : nothing}`;
  }

  private about(station: Located): string {
    const kind = named(this.meta?.words.kinds, station.kind);
    return station.address ? `${kind} · ${station.address}` : kind;
  }

  private choice(name: string, about: string, choose: () => void): TemplateResult {
    return html`<li>
      <button @click=${choose}><strong lang="zh-CN">${name}</strong><span class="soft">${about}</span></button>
    </li>`;
  }

  private readonly submit = (event: SubmitEvent) => {
    event.preventDefault();
    void this.look(this.typed());
  };

  private readonly type = (event: InputEvent) => {
    clearTimeout(this.pause);
    const text = this.typed();
    if (!text) this.clear();
    else if (!event.isComposing && worthIt(text)) this.pause = setTimeout(() => void this.look(text), PAUSE);
  };

  private readonly escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') this.clear();
  };

  private typed(): string {
    return this.renderRoot.querySelector<HTMLInputElement>('#q')!.value.trim();
  }

  private async look(text: string): Promise<void> {
    this.clear();
    if (!text) return;
    const asking = (this.asking = new AbortController());
    try {
      const found = await find(text, asking.signal);
      if (asking.signal.aborted) return;
      this.areas = (this.meta?.areas ?? []).filter((a) => a.name.includes(text)).slice(0, 3);
      this.found = found;
    } catch (problem) {
      if (!asking.signal.aborted) this.problem = problem;
    }
  }

  private clear(): void {
    clearTimeout(this.pause);
    this.asking?.abort();
    this.found = this.problem = undefined;
    this.areas = [];
  }

  private async goToArea(area: AreaName): Promise<void> {
    try {
      const [west, south, east, north] = extentOf(await areaShape(area.adcode));
      this.goTo({ place: { lon: (west + east) / 2, lat: (south + north) / 2 }, station: '' });
    } catch (problem) {
      this.problem = problem;
    }
  }

  private goTo(target: Target): void {
    this.clear();
    this.renderRoot.querySelector('form')!.reset();
    this.dispatchEvent(new CustomEvent<Target>('target-found', { detail: target, bubbles: true, composed: true }));
  }
}

// worthIt: one character of Chinese says something, one letter does not.
function worthIt(text: string): boolean {
  return text.length >= LONG || /\p{Script=Han}/u.test(text);
}

customElements.define('name-search', NameSearch);
