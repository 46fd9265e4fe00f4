import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { nearby, question, type Place, type Wanted } from '../api/nearby';
import type { Card, Meta, Nearest } from '../api/types';

/** Search keeps the question of a rider and its answer: the stations so far,
 *  the cursor of the next page, what went wrong. A new question gives up the
 *  one under way. */
export class Search implements ReactiveController {
  place: Place | undefined;
  wanted: Wanted = { mode: 'walk', kinds: [], services: [], openNow: false };
  stations: Card[] = [];
  next: string | null = null;
  /** nearestAny is the nearest station of any sort, when none suits. */
  nearestAny: Nearest | undefined;
  problem: unknown;
  busy = false;
  answered = false;
  private asking?: AbortController;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly meta: () => Meta | undefined,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.asking?.abort();
  }

  /** around asks from the first page, at a new place when one is given. */
  around(place = this.place): Promise<void> {
    if (!place) return Promise.resolve();
    this.place = place;
    return this.run(async (signal) => {
      const answer = await nearby(this.body(), signal);
      this.stations = answer.stations;
      this.next = answer.next;
      this.nearestAny = answer.nearest;
      this.answered = true;
    });
  }

  /** more asks for the next page and appends it. */
  more(): Promise<void> {
    return this.run(async (signal) => {
      const answer = await nearby(this.body(this.next), signal);
      this.stations = [...this.stations, ...answer.stations];
      this.next = answer.next;
    });
  }

  private body(cursor?: string | null): Record<string, unknown> {
    const byTime = (this.meta()?.roads?.length ?? 0) > 0;
    return question(this.place as Place, this.wanted, byTime, cursor);
  }

  private async run(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy = true;
    this.problem = undefined;
    this.host.requestUpdate();
    try {
      await job(asking.signal);
    } catch (problem) {
      if (asking.signal.aborted) return;
      this.problem = problem;
    }
    if (asking !== this.asking) return;
    this.busy = false;
    this.host.requestUpdate();
  }
}
