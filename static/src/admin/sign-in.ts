import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { holder } from '../api/key';
import { barred } from '../api/office';
import { me } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';

// SAYABLE is what can stand in a header at all.
const SAYABLE = /^[\x21-\x7e]+$/;

/** SignIn takes a key, tries it, and keeps it only if it holds. */
export class SignIn extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true } };

  declare problem: string;
  declare busy: boolean;

  static override styles = [parts, deskLook];

  constructor() {
    super();
    this.problem = '';
    this.busy = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().sign;
    return html`<form class="stack" @submit=${this.submit}>
      <h2>${w.heading}</h2>
      <p>${w.text}</p>
      <div>
        <label class="name" for="key">${w.key}</label>
        <input
          id="key"
          type="password"
          autocomplete="off"
          spellcheck="false"
          required
          aria-describedby="where ${this.problem ? 'wrong' : ''}"
          aria-invalid=${this.problem ? 'true' : 'false'}
        />
        ${this.problem ? html`<p class="wrong" id="wrong" role="alert">${this.problem}</p>` : nothing}
        <p class="hint" id="where">${w.where}</p>
      </div>
      <button class="main" ?disabled=${this.busy}>${w.enter}</button>
      <p class="hint">${w.kept}</p>
    </form>`;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>('#key')!;
    this.busy = true;
    this.problem = '';
    try {
      await this.enter(field.value);
    } catch (problem) {
      this.problem = barred(problem) || !SAYABLE.test(field.value.trim()) ? words().sign.wrong : inWords(problem, words());
      field.select();
    }
    this.busy = false;
  };

  private async enter(secret: string): Promise<void> {
    await me(secret);
    holder.hold(secret);
  }
}

customElements.define('sign-in', SignIn);
