import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { holder } from '../api/key';
import type { Role } from '../api/registry';
import { openDialog } from '../look/dialog';
import { words } from '../words/admin';
import './sign-in';

/** Renewal lays the sign-in over the page when the server does not take the key
 *  any more: what is filled in stays, and is sent once somebody has signed in.
 *  `needs` is the role that the work takes, undefined where nothing is open;
 *  `mayLeave` asks whether it may be lost. */
export class Renewal implements ReactiveController {
  private waiting: ((renewed: boolean) => void)[] = [];
  /** asking says that the question stands above it, whether it is to be left. */
  private asking = false;

  constructor(
    private readonly host: LitElement,
    private readonly needs: () => Role | undefined,
    private readonly mayLeave: () => Promise<boolean>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    holder.renew = this.ask;
    holder.addEventListener('change', this.settle);
  }

  hostDisconnected(): void {
    holder.renew = () => Promise.resolve(false);
    holder.removeEventListener('change', this.settle);
    this.settle();
  }

  hostUpdated(): void {
    const dialog = this.host.renderRoot.querySelector<HTMLDialogElement>('dialog.again');
    if (!dialog || dialog.open || this.asking) return;
    openDialog(dialog);
    const form = dialog.querySelector('sign-in')!;
    void form.updateComplete.then(() => form.focus());
  }

  /** view is the sign-in while somebody waits for it. */
  view(): TemplateResult | typeof nothing {
    if (this.waiting.length === 0) return nothing;
    return html`<dialog class="again" aria-label=${words().sign.again} @cancel=${this.called} @close=${this.stay}>
      <sign-in .needs=${this.needs()} @leave=${this.leave}></sign-in>
    </dialog>`;
  }

  private readonly ask = (): Promise<boolean> => {
    if (!this.needs()) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.host.requestUpdate();
    });
  };

  private readonly settle = (): void => {
    for (const resolve of this.waiting.splice(0)) resolve(holder.held);
    this.host.requestUpdate();
  };

  private readonly called = (event: Event): void => {
    event.preventDefault();
    void this.leave();
  };

  // stay opens it again as long as somebody waits: browsers close a dialog at
  // the second Escape, whatever is said to the first.
  private readonly stay = (): void => this.host.requestUpdate();

  private readonly leave = async (): Promise<void> => {
    if (this.asking) return;
    this.asking = true;
    const left = await this.mayLeave();
    this.asking = false;
    if (left) holder.drop();
    else this.stay();
  };
}
