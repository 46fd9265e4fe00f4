import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { closeDialog, openDialog } from '../look/dialog';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';

/** Asked is a question before something is done. */
export interface Asked {
  title: string;
  text: string;
  /** choices, when one of several is to be done. */
  choices?: [string, string][];
  reason: 'none' | 'may' | 'must';
  yes: string;
  /** no is the word that calls it off, where 不了 says too little. */
  no?: string;
  danger?: boolean;
}

/** Said is the answer to it. */
export interface Said {
  reason: string;
  choice: string;
}

/** AskDialog asks before something is done that cannot be taken back. ask
 *  gives the answer, or undefined when it was called off. */
export class AskDialog extends LitElement {
  static override properties = { asked: { state: true } };

  declare asked: Asked | undefined;
  private answer?: (said: Said | undefined) => void;

  static override styles = [parts, deskLook];

  constructor() {
    super();
    new Speaks(this);
  }

  async ask(asked: Asked): Promise<Said | undefined> {
    this.asked = asked;
    await this.updateComplete;
    openDialog(this.renderRoot.querySelector('dialog')!);
    return new Promise((resolve) => (this.answer = resolve));
  }

  override render(): TemplateResult | typeof nothing {
    const w = words().ask;
    const a = this.asked;
    if (!a) return nothing;
    return html`<dialog aria-labelledby="title" @close=${this.closed}>
      <form class="stack" method="dialog" @submit=${this.submit}>
        <h2 id="title">${a.title}</h2>
        <p class="break">${a.text}</p>
        ${a.choices ? this.choices(a.choices) : nothing}
        ${a.reason === 'none'
          ? nothing
          : html`<div>
              <label class="name" for="reason">${a.reason === 'must' ? w.reason : w.reasonMay}</label>
              <textarea id="reason" maxlength="500" rows="2" ?required=${a.reason === 'must'}></textarea>
            </div>`}
        <div class="row">
          <button class=${a.danger ? 'danger' : 'main'} value="yes">${a.yes}</button>
          <button type="button" @click=${this.cancel}>${a.no ?? w.no}</button>
        </div>
      </form>
    </dialog>`;
  }

  private choices(all: [string, string][]): TemplateResult {
    return html`<div class="row" role="radiogroup">
      ${all.map(([code, name], i) => html`<label class="tick"><input type="radio" name="choice" value=${code} ?checked=${i === 0} />${name}</label>`)}
    </div>`;
  }

  private readonly submit = (event: Event) => {
    event.preventDefault();
    const reason = this.renderRoot.querySelector<HTMLTextAreaElement>('#reason')?.value.trim() ?? '';
    const choice = this.renderRoot.querySelector<HTMLInputElement>('input:checked')?.value ?? '';
    this.answer?.({ reason, choice });
    this.answer = undefined;
    this.cancel();
  };

  private readonly cancel = () => {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog) closeDialog(dialog);
  };

  private readonly closed = () => {
    this.answer?.(undefined);
    this.answer = undefined;
    this.asked = undefined;
  };
}

customElements.define('ask-dialog', AskDialog);
