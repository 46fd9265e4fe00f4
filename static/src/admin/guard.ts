import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { words } from '../words/admin';
import type { AskDialog } from './ask-dialog';

/** Loss is what somebody is asked before it is lost. */
export interface Loss {
  title: string;
  text: string;
}

const guards = new Set<Guard>();

/** Guard asks before what its host holds is lost: in a dialog when the desk is
 *  to show something else, in the browser's own words when the page is left.
 *  Nothing would be lost where `loss` is undefined. */
export class Guard implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    readonly loss: () => Loss | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeunload', this.leaving);
    guards.add(this);
  }

  hostDisconnected(): void {
    removeEventListener('beforeunload', this.leaving);
    guards.delete(this);
  }

  private readonly leaving = (event: BeforeUnloadEvent): void => {
    if (!this.loss()) return;
    event.preventDefault();
    event.returnValue = true; // for web views before Chromium 119
  };
}

/** unsaved is what would be lost if the desk showed something else now. */
export function unsaved(): Loss | undefined {
  for (const guard of guards) {
    const loss = guard.loss();
    if (loss) return loss;
  }
  return undefined;
}

/** mayLeave asks whoever holds unsaved work whether it may be lost. */
export async function mayLeave(dialog: AskDialog): Promise<boolean> {
  const loss = unsaved();
  if (!loss) return true;
  return (await dialog.ask({ ...loss, reason: 'none', yes: words().ask.leave, no: words().ask.stay, danger: true })) !== undefined;
}
