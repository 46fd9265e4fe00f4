import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { contains, type DeskMeta, type Me } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, tongue, type Word } from '../words/language';
import { SORTS, type Desk } from './address';
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

  static override styles = [
    parts,
    deskLook,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
        gap: 0.5rem;
        align-items: end;
      }
      .wide {
        grid-column: 1 / -1;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  override render(): TemplateResult {
    const w = words().list;
    const { desk, meta } = this;
    return html`<form role="search" aria-label=${w.filter} @submit=${(e: Event) => e.preventDefault()}>
      <div class="wide">
        <label class="name" for="q">${w.search}</label>
        <input id="q" type="search" maxlength="60" placeholder=${w.searchHint} .value=${desk.q} @input=${this.typed} />
      </div>
      ${this.choice('kind', w.kind, coded(meta.words.kinds), desk.kinds[0] ?? '', (v) => ({ kinds: v ? [v] : [] }))}
      ${contains(this.me.role, 'planner') || contains(this.me.role, 'editor')
        ? this.choice('stage', w.stage, coded(meta.words.lifecycles), desk.lifecycles[0] ?? '', (v) => ({ lifecycles: v ? [v] : [] }))
        : nothing}
      ${this.choice('area', w.area, areaChoices(meta.areas ?? []), desk.area, (v) => ({ area: v }))}
      ${this.choice('verified', w.verified, Object.entries(w.verifiedWords), desk.verified, (v) => ({ verified: v as Desk['verified'] }))}
      ${meta.synthetic ? this.choice('synthetic', w.synthetic, Object.entries(w.syntheticWords), desk.synthetic, (v) => ({ synthetic: v as Desk['synthetic'] })) : nothing}
      ${desk.q ? nothing : this.choice('sort', w.sort, SORTS.map((s) => [s, w.sorts[s]]), desk.sort, (v) => ({ sort: v as Desk['sort'] }), false)}
    </form>`;
  }

  private choice(id: string, label: string, all: [string, string][], value: string, to: (v: string) => Partial<Desk>, any = true): TemplateResult {
    return html`<div>
      <label class="name" for=${id}>${label}</label>
      <select id=${id} @change=${(e: Event) => turn(this, { ...to((e.target as HTMLSelectElement).value), id: '' })}>
        ${any ? html`<option value="" ?selected=${value === ''}>${words().list.any}</option>` : nothing}
        ${all.map(([code, name]) => html`<option value=${code} ?selected=${value === code}>${name}</option>`)}
      </select>
    </div>`;
  }

  private readonly typed = (event: Event) => {
    const q = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => turn(this, { q, id: '' }), PAUSE);
  };
}

function coded(all: Word[]): [string, string][] {
  return all.map((w) => [w.code, w[tongue.language]]);
}

customElements.define('station-filter', StationFilter);
