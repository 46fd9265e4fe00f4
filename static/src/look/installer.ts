import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Offer is the event by which Chromium offers to install a page. */
interface Offer extends Event {
  prompt(): Promise<unknown>;
}

/** Installer keeps the browser's offer to put the page on the home screen,
 *  until the visitor takes it. Other browsers offer it in their own menu. */
export class Installer implements ReactiveController {
  private offer: Offer | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** ready reports whether there is an offer to take. */
  get ready(): boolean {
    return this.offer !== undefined;
  }

  hostConnected(): void {
    addEventListener('beforeinstallprompt', this.offered);
  }

  hostDisconnected(): void {
    removeEventListener('beforeinstallprompt', this.offered);
  }

  /** install takes the offer; it can be taken once. */
  async install(): Promise<void> {
    await this.offer?.prompt();
    this.offer = undefined;
    this.host.requestUpdate();
  }

  private readonly offered = (event: Event) => {
    event.preventDefault(); // our own button asks, not a bar over the list
    this.offer = event as Offer;
    this.host.requestUpdate();
  };
}
