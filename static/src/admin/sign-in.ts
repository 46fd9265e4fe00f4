import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { holder } from '../api/key';
import { contains, me, type Role } from '../api/registry';
import { barred } from '../api/send';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';

// SAYABLE is what can stand in a header at all.
const SAYABLE = /^[\x21-\x7e]+$/;

/** SignIn takes a key, tries it, and keeps it only if it holds. Over work that
 *  is open (`needs` is the role that it takes) it says so, and may be left,
 *  which sends `leave`. */
export class SignIn extends LitElement {
  static override properties = { needs: {}, problem: { state: true }, busy: { state: true } };

  declare needs: Role | undefined;
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
      <h2>${this.needs ? w.again : w.heading}</h2>
      <p>${this.needs ? w.againText : w.text}</p>
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
      <div class="row">
        <button class="main" ?disabled=${this.busy}>${w.enter}</button>
        ${this.needs ? html`<button type="button" @click=${() => tell(this, 'leave')}>${w.leave}</button>` : nothing}
      </div>
      <p class="hint">${w.kept}</p>
    </form>`;
  }

  /** focus goes to the key's field. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLInputElement>('#key')?.focus();
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>('#key')!;
    this.busy = true;
    this.problem = '';
    try {
      await this.enter(field.value);
    } catch (problem) {
      this.problem = this.told(problem, field.value);
      field.select();
    }
    this.busy = false;
  };

  private async enter(secret: string): Promise<void> {
    const { role } = await me(secret);
    if (this.needs && !contains(role, this.needs)) throw new TooLittle();
    holder.hold(secret);
  }

  private told(problem: unknown, secret: string): string {
    const w = words();
    if (problem instanceof TooLittle) return w.sign.less(w.desk.roles[this.needs!]);
    return barred(problem) || !SAYABLE.test(secret.trim()) ? w.sign.wrong : inWords(problem, w);
  }
}

/** TooLittle is a key that holds, and may not do what is open. */
class TooLittle extends Error {}

customElements.define('sign-in', SignIn);

declare global {
  interface HTMLElementTagNameMap {
    'sign-in': SignIn;
  }
}
