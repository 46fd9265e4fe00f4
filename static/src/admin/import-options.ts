import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Preview } from '../api/office';
import { DATUMS, type Datum, type DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';
import type { Wish } from './import-wish';

/** ImportOptions asks what a file cannot tell by itself: who it is from and in
 *  which datum its coordinates are. It sends `wish` with what was said. */
export class ImportOptions extends LitElement {
  static override properties = { wish: { attribute: false }, seen: { attribute: false }, meta: { attribute: false } };

  declare wish: Wish;
  declare seen: Preview;
  declare meta: DeskMeta;

  static override styles = [
    parts,
    deskLook,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr));
        gap: 0.75rem;
      }
      .datums {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
        gap: 0.5rem;
      }
      .datums span {
        display: grid;
        padding: 0.25rem 0;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().imp;
    return html`<section class="stack" aria-labelledby="s2">
      <h3 id="s2">2 ${w.stepWhat}</h3>
      <fieldset>
        <legend class="label">${w.datumAsk}</legend>
        <div class="datums">${DATUMS.map((d) => this.datum(d))}</div>
      </fieldset>
      <div class="grid">
        <div>
          <label class="name" for="source">${w.source}</label>
          <input id="source" maxlength="100" autocomplete="off" .value=${this.wish.source} aria-describedby="source-hint" @change=${(e: Event) => this.say({ source: value(e) })} />
          <p class="hint" id="source-hint">${w.sourceHint}</p>
        </div>
        ${this.seen.sheets.length > 1 ? this.sheet() : nothing}
        <div>
          <label class="name" for="kind">${w.kind}</label>
          <select id="kind" @change=${(e: Event) => this.say({ kind: value(e) })}>
            <option value="">${w.kindNone}</option>
            ${this.meta.words.kinds.map((k) => html`<option value=${k.code} .selected=${k.code === this.wish.kind}>${named(this.meta.words.kinds, k.code)}</option>`)}
          </select>
        </div>
        <div>
          <label class="name" for="idcolumn">${w.key}</label>
          <select id="idcolumn" aria-describedby="key-hint" @change=${(e: Event) => this.say({ key: value(e) })}>
            <option value="">${w.keyNone}</option>
            ${this.seen.columns.filter((c) => c.name).map((c) => html`<option value=${c.name} .selected=${c.name === this.wish.key}>${c.name}</option>`)}
          </select>
          <p class="hint" id="key-hint">${w.keyHint}</p>
        </div>
      </div>
    </section>`;
  }

  private datum(d: Datum): TemplateResult {
    const w = words();
    return html`<label class="tick">
      <input type="radio" name="datum" value=${d} .checked=${this.wish.datum === d} @change=${() => this.say({ datum: d })} />
      <span><strong>${w.datum[d]}</strong><span class="hint">${w.datum.who[d]}</span></span>
    </label>`;
  }

  private sheet(): TemplateResult {
    return html`<div>
      <label class="name" for="sheet">${words().imp.sheet}</label>
      <select id="sheet" @change=${(e: Event) => this.say({ sheet: value(e) })}>
        ${this.seen.sheets.map((s) => html`<option value=${s} .selected=${s === this.seen.sheet}>${s}</option>`)}
      </select>
    </div>`;
  }

  private say(wish: Partial<Wish>): void {
    tell(this, 'wish', wish);
  }
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('import-options', ImportOptions);
