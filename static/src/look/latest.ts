/** Latest asks one question at a time and, of those that come meanwhile, only
 *  the last: so that a dragged thing is followed as fast as answers come, and
 *  never by an old one. */
export class Latest<Q> {
  private waiting?: { question: Q };
  private busy?: AbortController;

  /** ask answers a question and tells it where it wants, errors too. Between
   *  two questions that come at once there is a pause of so many milliseconds. */
  constructor(
    private readonly ask: (question: Q, signal: AbortSignal) => Promise<void>,
    private readonly pause = 0,
  ) {}

  /** put asks a question now, or as soon as the one under way is answered. */
  put(question: Q): void {
    this.waiting = { question };
    if (!this.busy) void this.run();
  }

  /** stop forgets what waits and ends what is under way. */
  stop(): void {
    this.waiting = undefined;
    this.busy?.abort();
    this.busy = undefined;
  }

  private async run(): Promise<void> {
    while (this.waiting) {
      const { question } = this.waiting;
      this.waiting = undefined;
      const asking = (this.busy = new AbortController());
      await this.ask(question, asking.signal);
      if (this.pause > 0) await new Promise((resume) => setTimeout(resume, this.pause));
      if (this.busy !== asking) return; // stopped meanwhile, and perhaps begun anew
    }
    this.busy = undefined;
  }
}
