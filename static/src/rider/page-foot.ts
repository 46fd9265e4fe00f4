import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { icon } from '../look/icon';
import { Installer } from '../look/installer';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/rider';
import { forget } from './saved';

/** PageFoot is the end of the rider's page: the hotline, the other pages, and
 *  what this device keeps. */
export class PageFoot extends LitElement {
  static override properties = { answers: { type: Boolean }, synthetic: { type: Boolean }, forgotten: { state: true } };

  /** answers says that this device keeps answers. */
  declare answers: boolean;
  /** synthetic says that the data are made up. */
  declare synthetic: boolean;
  declare forgotten: boolean;
  private readonly installer = new Installer(this);

  static override styles = [
    parts,
    css`
      footer {
        display: grid;
        gap: 0.5rem;
        padding-top: 1rem;
        border-top: 1px solid var(--line);
      }
      footer .button,
      footer button {
        justify-content: start;
      }
    `,
  ];

  constructor() {
    super();
    this.answers = this.synthetic = this.forgotten = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().rider;
    return html`<footer>
      ${this.synthetic ? html`<p class="demo">${words().demo}</p>` : nothing}
      <a class="button" href="tel:12351">${icon('phone')} ${w.hotlineLabel}</a>
      <a class="button" href="/drive">${icon('lorry')} ${w.driver}</a>
      <a class="button" href="/plan">${icon('map')} ${w.plan}</a>
      ${this.installer.ready ? html`<button @click=${() => this.installer.install()}>${icon('gift')} ${w.install}</button>` : nothing}
      <div role="status">
        ${this.forgotten ? w.forgotten : nothing}
        ${this.answers && !this.forgotten ? html`<button class="bare" @click=${this.forget}>${w.forget}</button>` : nothing}
      </div>
    </footer>`;
  }

  private readonly forget = () => {
    forget();
    this.forgotten = true;
  };
}

customElements.define('page-foot', PageFoot);
