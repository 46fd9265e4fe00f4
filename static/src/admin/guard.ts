import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { guardLeave } from './events';

/** Guard asks before what its host holds is lost: by `asks` when the desk is to
 *  show something else, in the browser's own words when the page is left.
 *  Nothing would be lost where `asks` says ''. */
export class Guard implements ReactiveController {
  private unguard = (): void => undefined;

  constructor(
    host: ReactiveControllerHost,
    private readonly asks: () => string,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeunload', this.leaving);
    this.unguard = guardLeave(this.stay);
  }

  hostDisconnected(): void {
    removeEventListener('beforeunload', this.leaving);
    this.unguard();
  }

  private readonly stay = (): boolean => {
    const question = this.asks();
    return question !== '' && !confirm(question);
  };

  private readonly leaving = (event: BeforeUnloadEvent): void => {
    if (!this.asks()) return;
    event.preventDefault();
    event.returnValue = true; // for web views before Chromium 119
  };
}
