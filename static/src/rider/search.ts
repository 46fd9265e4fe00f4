import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Failure } from '../api/client';
import { USUAL, nearby, question, type Place, type Wanted } from '../api/nearby';
import type { Card, Mode, Nearest, NearbyAnswer } from '../api/types';
import type { Asked } from '../station/opening';
import { night } from './night';
import { refine, suits, type Refined } from './refine';
import { aged, load, nearest, save, type Saved } from './saved';

const STALE = 2 * 60_000; // ms; an older answer is asked for again when looked at

/** Search keeps the question of a rider and its answer: the stations so far,
 *  the cursor of the next page, what went wrong. A new question gives up the
 *  one under way. When the server cannot be reached, it shows what was saved. */
export class Search implements ReactiveController {
  place: Place | undefined;
  wanted: Wanted = USUAL;
  next: string | null = null;
  /** nearestAny is the nearest station of any sort, when none suits. */
  nearestAny: Nearest | undefined;
  problem: unknown;
  busy = false;
  answered = false;
  /** saved is the old answer that is shown in place of a new one. */
  saved: Saved | undefined;
  private stations: Card[] = [];
  private refined: Refined = { cards: [], cool: 0, hidden: 0 };
  private refinedOf: [Card[], Wanted] = [this.stations, this.wanted];
  private body: Record<string, unknown> = {};
  // told is what the stations were asked for: a new wish is not yet an answer.
  private told: { asked: Asked; mode: Mode; place?: Place; wanted?: Wanted } = { asked: 'arrival', mode: 'walk' };
  private at = 0; // when the answer came, ms
  private asking?: AbortController;

  /** ready settles when the names of codes are known: an answer is not shown
   *  before, for it would move when they come. It never rejects. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ready: () => Promise<void> = () => Promise.resolve(),
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.refresh);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.refresh);
    this.asking?.abort();
  }

  /** shown is the answer in the order that is wanted: the same list until one
   *  of both changes, for a map moves to whatever list is new. */
  get shown(): Refined {
    const [stations, wanted] = this.refinedOf;
    if (stations !== this.stations || wanted !== this.wanted) {
      this.refinedOf = [this.stations, this.wanted];
      this.refined = refine(...this.refinedOf);
    }
    return this.refined;
  }

  /** asked is the moment that the states of the cards are about. */
  get asked(): Asked {
    return this.saved ? 'now' : this.told.asked;
  }

  /** mode is how the ways that are shown are travelled, as they were asked
   *  for. */
  get mode(): Mode {
    return this.saved?.mode ?? this.told.mode;
  }

  /** around asks from the first page, at a new place when one is given. */
  around(place = this.place): Promise<void> {
    if (!place) return Promise.resolve();
    this.place = place;
    const { wanted } = this;
    return this.run(
      async (signal) => {
        const [answer] = await Promise.all([this.ask(place, signal), this.ready()]);
        this.take(answer, place, wanted);
      },
      (problem) => {
        if (unreached(problem) && this.recall()) return;
        this.problem = problem;
        const same = place === this.told.place && wanted === this.told.wanted;
        if (!same && !this.saved) [this.stations, this.next] = [[], null]; // they answered another question, and nothing says so
      },
    );
  }

  /** more asks for the next page and appends it. What is there stays when the
   *  server cannot be reached: it is newer, and more, than what was saved. */
  more(): Promise<void> {
    return this.run(
      async (signal) => {
        const answer = await nearby({ ...this.body, cursor: this.next }, signal);
        this.stations = [...this.stations, ...answer.stations];
        this.next = answer.next;
      },
      (problem) => (this.problem = problem),
    );
  }

  /** recall shows what was saved nearest to the place, or last of all, and
   *  reports whether there was anything. */
  recall(): boolean {
    const now = Date.now();
    const old = nearest(load(), this.place);
    if (!old) return false;
    this.saved = old;
    this.place ??= old.place;
    this.stations = old.cards.map((card) => aged(card, old, now)).filter((card) => suits(card, this.wanted));
    [this.next, this.nearestAny, this.problem, this.answered] = [null, undefined, undefined, true];
    this.host.requestUpdate();
    return true;
  }

  // ask looks by time, which ends after an hour's way; where that finds
  // nothing, it looks as far as there are stations.
  private async ask(place: Place, signal: AbortSignal): Promise<NearbyAnswer> {
    const open = this.wanted.door === 'night' ? (night(Date.now()) ?? 'arrival') : this.wanted.door;
    this.body = question(place, this.wanted, open);
    const answer = await nearby(this.body, signal);
    if (answer.stations.length > 0 || !answer.nearest) return answer;
    this.body = question(place, this.wanted, open, 'distance');
    return nearby(this.body, signal);
  }

  private take(answer: NearbyAnswer, place: Place, wanted: Wanted): void {
    const { door, mode } = wanted;
    this.told = { asked: door === 'any' ? 'now' : this.body.open === 'arrival' ? 'arrival' : 'night', mode, place, wanted };
    this.stations = answer.stations;
    this.next = answer.next;
    this.nearestAny = answer.nearest;
    this.answered = true;
    this.saved = undefined;
    this.at = Date.now();
    if (answer.stations.length > 0) save({ at: this.at, place, door, mode, cards: answer.stations.slice(0, 20) });
  }

  private async run(job: (signal: AbortSignal) => Promise<void>, failed: (problem: unknown) => void): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy = true;
    this.problem = undefined;
    this.host.requestUpdate();
    try {
      await job(asking.signal);
    } catch (problem) {
      if (asking.signal.aborted) return;
      failed(problem);
    }
    if (asking !== this.asking) return;
    this.busy = false;
    this.host.requestUpdate();
  }

  // refresh asks again when a rider comes back to the page after a while: the
  // doors go on closing meanwhile.
  private readonly refresh = () => {
    const old = Date.now() - this.at > STALE;
    if (document.visibilityState === 'visible' && this.answered && old && !this.busy) void this.around();
  };
}

// unreached reports whether the server did not answer: nobody did, or somebody
// on the way did, as gateways and the login pages of wireless networks do.
function unreached(problem: unknown): boolean {
  return problem instanceof Failure && ['offline', 'timeout', 'server', 'badAnswer'].includes(problem.trouble);
}
