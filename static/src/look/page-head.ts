import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { Speaks, tongue } from '../words/language';
import { icon } from './icon';
import { parts } from './parts';
import { sight } from './sight';

/** PageHead is the top of a page: whose it is, the size of the type, dark or
 *  light, the language, what a page puts before them, and a word when its data
 *  are made up. The word moves nothing when it comes: it is known after the
 *  page has been drawn. */
export class PageHead extends LitElement {
  static override properties = { heading: {}, synthetic: { type: Boolean } };

  /** heading is what the page is called, when not like the whole. */
  declare heading: string;
  declare synthetic: boolean;

  static override styles = [
    parts,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 0.25rem;
        padding: min(0.375rem, 2vw) min(0.875rem, 4vw);
      }
      a.brand {
        display: inline-flex;
        align-items: center;
        gap: min(0.5rem, 2vw);
        min-height: 44px;
        color: var(--ink);
        text-decoration: none;
      }
      .made-up {
        display: block;
        font-size: min(0.75rem, 4vw);
        line-height: 1.2;
        color: var(--soon);
      }
      h1 {
        font-size: min(1.5rem, 6.6vw); /* one line beside the buttons, in large type too */
        line-height: 1.15;
        letter-spacing: 0.04em;
        white-space: nowrap;
      }
      h1.own {
        font-size: min(1.25rem, 5.5vw);
      }
      img {
        width: min(2rem, 9vw);
        height: min(2rem, 9vw);
        flex: none;
      }
      .row {
        gap: min(0.125rem, 0.5vw);
      }
      slot {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        justify-content: end;
        align-items: center;
        gap: 0.375rem;
      }
      @media (max-width: 40rem) {
        slot {
          order: 1; /* a line of its own */
          flex-basis: 100%;
          justify-content: start;
        }
      }
      /* Large type is for what is read; these three keep to one line. */
      .row button {
        min-width: 44px;
        min-height: 44px;
        padding: 0.25rem min(0.375rem, 1.7vw);
        font-size: min(1rem, 4.4vw);
      }
      .big {
        font-weight: 700;
        white-space: nowrap;
      }
      .big small {
        font-size: 0.8125em;
      }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.synthetic = false;
    new Speaks(this);
    sight.addEventListener('change', () => this.requestUpdate()); // both live as long as the page
  }

  override render(): TemplateResult {
    const w = tongue.words;
    const tint = sight.dark ? w.sight.light : w.sight.dark;
    return html`<header>
      <div class="top">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <span><h1 class=${this.heading ? 'own' : ''}>${this.heading || w.brand}</h1>${this.synthetic ? html`<small class="made-up">${w.demoTag}</small>` : nothing}</span>
        </a>
        <slot></slot>
        <div class="row">
          <button class="bare big" aria-pressed=${sight.large} aria-label=${w.sight.large} title=${w.sight.large} @click=${() => sight.enlarge()}>
            <span aria-hidden="true"><small>A</small>A</span>
          </button>
          <button class="bare" aria-label=${tint} title=${tint} @click=${() => sight.turn()}>${icon(sight.dark ? 'sun' : 'moon')}</button>
          <button class="bare" lang=${tongue.language === 'en' ? 'zh-CN' : 'en'} @click=${this.switchLanguage}>${w.otherLanguage}</button>
        </div>
      </div>
    </header>`;
  }

  private readonly switchLanguage = () => tongue.use(tongue.language === 'en' ? 'zh' : 'en');
}

customElements.define('page-head', PageHead);
