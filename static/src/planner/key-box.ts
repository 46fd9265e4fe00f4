import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { holder } from '../api/key';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';

/** KeyBox takes the key of a planner, on a server that asks for one. It sends
 *  `key-given`; the key itself goes to its holder only. */
export class KeyBox extends LitElement {
  static override styles = [
    parts,
    css`
      form {
        display: grid;
        gap: 0.375rem;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().key;
    return html`<form @submit=${this.give}>
      <label for="key">${w.label}</label>
      <input id="key" type="password" autocomplete="off" spellcheck="false" required />
      <p class="soft">${w.kept}</p>
      <button class="main">${w.enter}</button>
      ${holder.held ? html`<button type="button" @click=${() => this.use('')}>${w.drop}</button>` : nothing}
    </form>`;
  }

  private readonly give = (e: SubmitEvent) => {
    e.preventDefault();
    this.use(this.renderRoot.querySelector<HTMLInputElement>('#key')!.value);
  };

  private use(secret: string): void {
    holder.hold(secret);
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('key-given', { bubbles: true, composed: true }));
  }
}

customElements.define('key-box', KeyBox);
