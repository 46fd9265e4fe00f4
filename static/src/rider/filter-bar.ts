import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Wanted } from '../api/nearby';
import type { Meta, Mode } from '../api/types';
import { parts } from '../look/parts';
import { toggled } from '../look/toggle';
import { Speaks, tongue, type Word } from '../words/language';
import { words } from '../words/rider';

const MODES: readonly Mode[] = ['walk', 'ride', 'truck'];

/** List is a part of what is wanted that is chosen from a list of words. */
type List = 'kinds' | 'services';

/** FilterBar lets a rider say what is wanted. It sends `filter-change` with
 *  the new Wanted; it keeps nothing but which list is open. */
export class FilterBar extends LitElement {
  static override properties = { wanted: { attribute: false }, meta: { attribute: false }, shown: { state: true } };

  declare wanted: Wanted;
  declare meta: Meta | undefined;
  declare shown: List | '';

  static override styles = [
    parts,
    css`
      section {
        display: grid;
        gap: 0.5rem;
      }
      section > .row button {
        padding-inline: 0.625rem;
      }
      .modes {
        display: inline-flex;
      }
      .modes button {
        border-radius: 0;
        margin-left: -1px;
      }
      .modes button:first-child {
        border-radius: 0.75rem 0 0 0.75rem;
        margin-left: 0;
      }
      .modes button:last-child {
        border-radius: 0 0.75rem 0.75rem 0;
      }
      .modes button[aria-pressed='true'] {
        z-index: 1;
      }
      .sheet {
        display: grid;
        gap: 0.625rem;
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--sunk);
      }
      .sheet .row {
        max-height: 45vh;
        overflow-y: auto;
        padding: 0.25rem;
      }
    `,
  ];

  constructor() {
    super();
    this.shown = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().filter;
    return html`<section aria-label=${w.label}>
      <div class="row">
        <div class="modes" role="group" aria-label=${w.mode}>
          ${MODES.map(
            (mode) => html`<button aria-pressed=${this.wanted.mode === mode} @click=${() => this.change({ mode })}>${words().modes[mode]}</button>`,
          )}
        </div>
        <button aria-pressed=${this.wanted.openNow} @click=${() => this.change({ openNow: !this.wanted.openNow })}>
          <span aria-hidden="true">${this.wanted.openNow ? '✓' : '○'}</span> ${w.openNow}
        </button>
        ${this.opener('kinds')} ${this.opener('services')}
      </div>
      ${this.shown ? this.sheet(this.shown) : nothing}
    </section>`;
  }

  private opener(list: List): TemplateResult {
    const w = words().filter;
    const n = this.wanted[list].length;
    const open = this.shown === list;
    return html`<button
      class="chip ${n > 0 ? 'on' : ''}"
      id=${list}
      aria-expanded=${open}
      aria-controls="sheet"
      @click=${() => (this.shown = open ? '' : list)}
    >
      ${w[list]}${n > 0 ? html` <strong>${words().chosen(n)}</strong>` : nothing} <span aria-hidden="true">${open ? '▴' : '▾'}</span>
    </button>`;
  }

  private sheet(list: List): TemplateResult {
    const w = words().filter;
    const choices: Word[] = this.meta?.words[list] ?? [];
    return html`<fieldset class="sheet" id="sheet">
      <legend class="unseen">${w[list]}</legend>
      <div class="row">${choices.map((word) => this.tick(list, word))}</div>
      <div class="row">
        <button class="main" @click=${() => (this.shown = '')}>${w.done}</button>
        <button ?hidden=${this.wanted[list].length === 0} @click=${() => this.change({ [list]: [] })}>${w.clear}</button>
      </div>
    </fieldset>`;
  }

  private tick(list: List, word: Word): TemplateResult {
    const on = this.wanted[list].includes(word.code);
    return html`<label class="tick">
      <input type="checkbox" name=${word.code} .checked=${on} @change=${() => this.change({ [list]: toggled(this.wanted[list], word.code) })} />
      ${word[tongue.language]}
    </label>`;
  }

  private change(part: Partial<Wanted>): void {
    this.dispatchEvent(new CustomEvent<Wanted>('filter-change', { detail: { ...this.wanted, ...part }, bubbles: true, composed: true }));
  }
}

customElements.define('filter-bar', FilterBar);
