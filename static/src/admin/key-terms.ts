import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Terms } from '../api/office';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';

/** KeyTerms are the fields of what of a key may change. The form around it asks
 *  for their value; the server says what is wrong with them. */
export class KeyTerms extends LitElement {
  static override properties = {
    pages: { type: Boolean },
    origins: { attribute: false },
    perMinute: { attribute: false },
    perDay: { attribute: false },
  };

  declare pages: boolean; // whether a key of this role may be for pages
  declare origins: string[];
  declare perMinute: number;
  declare perDay: number;

  static override styles = [
    parts,
    deskLook,
    css`
      :host {
        display: block;
        grid-column: 1 / -1;
      }
      div.fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr));
        gap: 0.5rem;
        align-items: start;
        margin-bottom: 0.5rem;
      }
      .wide {
        grid-column: 1 / -1;
      }
    `,
  ];

  constructor() {
    super();
    this.pages = false;
    this.origins = [];
    this.perMinute = this.perDay = 0;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().keys;
    return html`<div class="fields" role="group" aria-label=${w.limits}>
      ${this.number('minute', w.perMinute, this.perMinute, 1_000_000)} ${this.number('day', w.perDay, this.perDay, 1_000_000_000)}
      ${this.pages
        ? html`<div class="wide">
            <label class="name" for="origins">${w.pages}</label>
            <textarea id="origins" rows="2" spellcheck="false" aria-describedby="origins-hint" .value=${this.origins.join('\n')}></textarea>
            <p class="hint" id="origins-hint">${w.pagesHint}</p>
          </div>`
        : nothing}
    </div>`;
  }

  private number(id: string, name: string, value: number, most: number): TemplateResult {
    return html`<div>
      <label class="name" for=${id}>${name}</label>
      <input id=${id} type="number" inputmode="numeric" min="0" max=${most} step="1" aria-describedby=${`${id}-hint`} .value=${String(value)} />
      <p class="hint" id=${`${id}-hint`}>${words().keys.noQuota}</p>
    </div>`;
  }

  /** clear writes into the fields what they began with. */
  clear(): void {
    const began = { minute: String(this.perMinute), day: String(this.perDay), origins: this.origins.join('\n') };
    for (const [id, value] of Object.entries(began)) {
      const field = this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${id}`);
      if (field) field.value = value;
    }
  }

  /** value is what the fields say now; one that is empty says 0. */
  value(): Terms {
    const field = (id: string) => (this.renderRoot.querySelector(`#${id}`) as HTMLInputElement | HTMLTextAreaElement | null)?.value ?? '';
    return {
      origins: field('origins').split(/\s+/u).filter(Boolean),
      per_minute: Math.trunc(Number(field('minute'))),
      per_day: Math.trunc(Number(field('day'))),
    };
  }
}

customElements.define('key-terms', KeyTerms);
