import { LitElement, css, html, type TemplateResult } from 'lit';
import type { Wanted } from '../api/nearby';
import type { Card, Meta } from '../api/types';
import { closeDialog, openDialog } from '../look/dialog';
import { parts } from '../look/parts';
import { toggled } from '../look/toggle';
import { Speaks, tongue, type Word } from '../words/language';
import { words } from '../words/rider';
import { tally } from './refine';

/** List is a part of what is wanted that is chosen from a list of words. */
export type List = 'kinds' | 'services';

/** FilterSheet is where kinds or services are chosen: from below on a phone,
 *  where the thumb is. It sends `filter-change` with each choice, and counts
 *  what is listed. */
export class FilterSheet extends LitElement {
  static override properties = { list: {}, wanted: { attribute: false }, meta: { attribute: false }, cards: { attribute: false }, order: { state: true } };

  declare list: List;
  declare wanted: Wanted;
  declare meta: Meta | undefined;
  declare cards: Card[];
  declare order: Word[];

  static override styles = [
    parts,
    css`
      dialog {
        width: 100%;
        max-width: 40rem;
        max-height: 80vh;
        margin: auto auto 0;
        padding: 0;
        border: 0;
        border-radius: 1.25rem 1.25rem 0 0;
        background: var(--card);
        color: var(--ink);
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      fieldset {
        flex: 0 1 auto;
        min-height: 0;
        padding: 1rem 0.875rem;
        overflow-y: auto;
      }
      legend {
        float: left;
        width: 100%;
        padding: 0;
        font-size: 1.25rem;
        font-weight: 700;
      }
      p {
        clear: both;
        margin-bottom: 0.625rem;
      }
      .ticks {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(9rem, 100%), 1fr));
        gap: 0.5rem;
      }
      .tick b {
        margin-inline-start: auto;
        font-variant-numeric: tabular-nums;
        font-weight: 400;
        color: var(--soft);
      }
      .end {
        display: flex;
        flex: none;
        gap: 0.5rem;
        background: var(--card);
        padding: 0.625rem 0.875rem calc(0.625rem + env(safe-area-inset-bottom));
        border-top: 1px solid var(--line);
      }
      .end .main {
        flex: 1;
      }
      @media (min-width: 56rem) {
        dialog {
          margin: auto;
          border-radius: 1.25rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.list = 'services';
    this.cards = [];
    this.order = [];
    new Speaks(this);
  }

  /** show opens the sheet above the page. What is about here most comes first,
   *  and stays where it is while one chooses. */
  show(): void {
    const counts = tally(this.cards, this.list);
    const rank = (word: Word) => counts.get(word.code) ?? 0;
    this.order = [...(this.meta?.words[this.list] ?? [])].sort((a, b) => rank(b) - rank(a));
    openDialog(this.dialog());
  }

  override render(): TemplateResult {
    const w = words().filter;
    const counts = tally(this.cards, this.list);
    const chosen = this.wanted[this.list];
    return html`<dialog aria-label=${w[this.list]} @click=${this.outside}>
      <fieldset>
        <legend>${w[this.list]}</legend>
        <p class="soft">${this.list === 'kinds' ? w.kindsAny : w.servicesAll}</p>
        <div class="ticks">${this.order.map((word) => this.tick(word, counts.get(word.code) ?? 0, chosen.includes(word.code)))}</div>
      </fieldset>
      <div class="end">
        <button ?disabled=${chosen.length === 0} @click=${() => this.change([])}>${w.clear}</button>
        <button class="main" @click=${() => closeDialog(this.dialog())}>${this.cards.length > 0 ? w.see(this.cards.length) : w.none}</button>
      </div>
    </dialog>`;
  }

  private tick(word: Word, count: number, on: boolean): TemplateResult {
    return html`<label class="tick">
      <input type="checkbox" name=${word.code} .checked=${on} @change=${() => this.change(toggled(this.wanted[this.list], word.code))} />
      <span>${word[tongue.language]}</span> <b aria-hidden="true">${count || ''}</b>
    </label>`;
  }

  private dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  private readonly outside = (event: MouseEvent) => {
    if (event.target === this.dialog()) closeDialog(this.dialog());
  };

  private change(codes: string[]): void {
    const detail: Wanted = { ...this.wanted, [this.list]: codes };
    this.dispatchEvent(new CustomEvent<Wanted>('filter-change', { detail, bubbles: true, composed: true }));
  }
}

customElements.define('filter-sheet', FilterSheet);
