import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { contains, type DeskMeta, type Me } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, tongue, type Word } from '../words/language';
import type { Desk } from './address';
import { areaChoices } from './areas';
import { deskLook } from './desk-look';
import { turn } from './events';

const PAUSE = 250; // ms between the last letter and the question

/** StationFilter says which stations are listed, and in what order. */
export class StationFilter extends LitElement {
  static override properties = { desk: { attribute: false }, meta: { attribute: false }, me: { attribute: false } };

  declare desk: Desk;
  declare meta: DeskMeta;
  declare me: Me;
  private pause?: ReturnType<typeof setTimeout>;
  // On a phone the filters are folded away until one is in use.
  private open = false;

  static override styles = [
    parts,
    deskLook,
    css`
      form {
        display: grid;
        gap: 0.5rem;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(8rem, 100%), 1fr));
        gap: 0.5rem;
        align-items: end;
      }
      summary {
        min-height: 2.75rem;
        line-height: 2.75rem;
        cursor: pointer;
      }
      @media (min-width: 64rem) {
        summary {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override willUpdate(): void {
    const { kinds, lifecycles, area, verified, synthetic } = this.desk;
    const used = kinds.length > 0 || lifecycles.length > 0 || `${area}${verified}${synthetic}` !== '';
    this.open = this.open || used || matchMedia('(min-width: 64rem)').matches;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  override render(): TemplateResult {
    const w = words().list;
    const { desk, meta } = this;
    return html`<form role="search" aria-label=${w.filter} @submit=${(e: Event) => e.preventDefault()}>
      <div>
        <label class="name" for="q">${w.search}</label>
        <input id="q" type="search" maxlength="60" placeholder=${w.searchHint} .value=${desk.q} @input=${this.typed} />
      </div>
      <details ?open=${this.open}>
        <summary>${w.filter}</summary>
        <div class="grid">
          ${this.choice('kind', w.kind, coded(meta.words.kinds), desk.kinds[0] ?? '', (v) => ({ kinds: v ? [v] : [] }))}
          ${contains(this.me.role, 'planner') || contains(this.me.role, 'editor')
            ? this.choice('stage', w.stage, coded(meta.words.lifecycles), desk.lifecycles[0] ?? '', (v) => ({ lifecycles: v ? [v] : [] }))
            : nothing}
          ${this.choice('area', w.area, areaChoices(meta.areas ?? []), desk.area, (v) => ({ area: v }))}
          ${this.choice('verified', w.verified, Object.entries(w.verifiedWords), desk.verified, (v) => ({ verified: v as Desk['verified'] }))}
          ${meta.synthetic ? this.choice('synthetic', w.synthetic, Object.entries(w.syntheticWords), desk.synthetic, (v) => ({ synthetic: v as Desk['synthetic'] })) : nothing}
        </div>
      </details>
    </form>`;
  }

  private choice(id: string, label: string, all: [string, string][], value: string, to: (v: string) => Partial<Desk>): TemplateResult {
    return html`<div>
      <label class="name" for=${id}>${label}</label>
      <select id=${id} @change=${(e: Event) => turn(this, to((e.target as HTMLSelectElement).value))}>
        <option value="" .selected=${value === ''}>${words().list.any}</option>
        ${all.map(([code, name]) => html`<option value=${code} .selected=${value === code}>${name}</option>`)}
      </select>
    </div>`;
  }

  private readonly typed = (event: Event) => {
    const q = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => turn(this, { q }), PAUSE);
  };
}

function coded(all: Word[]): [string, string][] {
  return all.map((w) => [w.code, w[tongue.language]]);
}

customElements.define('station-filter', StationFilter);
