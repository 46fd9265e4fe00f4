import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Asked holds the answer to a component's question, or why there is none, and
 *  redraws the component when that changes. */
export class Asked<T> implements ReactiveController {
  /** value is the last answer; it stays while another one is asked for. */
  value: T | undefined;
  problem: unknown;
  busy = false;
  private key = '';
  /** done is when the last question is answered, or has failed. */
  done: Promise<void> = Promise.resolve();
  private asking?: AbortController;
  private question?: (signal: AbortSignal) => Promise<T>;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.clear();
  }

  /** ask asks unless the same key was asked last. */
  ask(key: string, question: (signal: AbortSignal) => Promise<T>): void {
    if (key === this.key) return;
    this.key = key;
    this.question = question;
    this.done = this.run();
  }

  /** again asks the last question once more. */
  readonly again = (): void => {
    this.done = this.run();
  };

  /** clear forgets the answer and ends the question. */
  clear(): void {
    this.asking?.abort();
    this.key = '';
    this.value = this.problem = this.question = undefined;
    this.busy = false;
  }

  private async run(): Promise<void> {
    if (!this.question) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy = true;
    this.problem = undefined;
    this.host.requestUpdate();
    try {
      const value = await this.question(asking.signal);
      if (!asking.signal.aborted) this.value = value;
    } catch (problem) {
      if (!asking.signal.aborted) [this.problem, this.value] = [problem, undefined];
    }
    if (asking.signal.aborted) return;
    this.busy = false;
    this.host.requestUpdate();
  }
}
