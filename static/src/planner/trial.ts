import type { FeatureCollection, Point } from 'geojson';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { loads } from '../api/coverage';
import { ask } from '../api/keyed';
import { whatIf, type Effect } from '../api/whatif';
import { Latest } from '../look/latest';
import { edited, question, touched, untouched, type Edit } from './edits';

// PAUSE is between questions while a station is dragged, in milliseconds: a
// server limits how often one address may ask.
const PAUSE = 40;

/** Trial is the what-if of a page: a list of edits that can be undone, and
 *  what they do to the run that is shown. It redraws its host when that
 *  changes. */
export class Trial implements ReactiveController {
  list: readonly Edit[] = [];
  effect: Effect | undefined;
  problem: unknown;
  busy = false;
  private base = '';
  private past: (readonly Edit[])[] = [];
  private future: (readonly Edit[])[] = [];
  private counted: FeatureCollection | undefined;
  private readonly kept = new Kept();
  private readonly names = new Map<string, string>();
  private readonly latest = new Latest<{ base: string; list: readonly Edit[] }>((q, signal) => this.ask(q, signal), PAUSE);

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.latest.stop();
  }

  /** rest gives the trial another run to stand on, '' for none; its edits
   *  stay and are asked about again. */
  rest(base: string): void {
    if (base === this.base) return;
    this.base = base;
    this.counted = this.effect = undefined;
    this.latest.stop();
    this.busy = false;
    if (this.list.length > 0) this.put();
  }

  /** change makes the list another one, which can be undone. */
  change(list: readonly Edit[]): void {
    this.past.push(this.settled);
    this.future = [];
    this.set(list);
  }

  /** preview tries a list without keeping it, as while a station is dragged. */
  preview(list: readonly Edit[]): void {
    this.grasped ??= this.list;
    this.list = list;
    this.put();
  }

  /** set makes the list that of an address. */
  set(list: readonly Edit[]): void {
    this.grasped = undefined;
    this.list = list;
    this.put();
  }

  undo(): void {
    const list = this.past.pop();
    if (!list) return;
    this.future.push(this.settled);
    this.set(list);
  }

  redo(): void {
    const list = this.future.pop();
    if (!list) return;
    this.past.push(this.settled);
    this.set(list);
  }

  get undoable(): boolean {
    return this.past.length > 0;
  }

  get redoable(): boolean {
    return this.future.length > 0;
  }

  /** again asks the last question once more. */
  readonly again = (): void => this.put();

  /** resting are the counted stations that no edit names; undefined until need
   *  was called and answered. */
  get resting(): FeatureCollection | undefined {
    const { counted } = this;
    const ids = touched(this.list);
    return counted && this.kept.once('resting', [counted, ids.join()], () => untouched(counted, ids));
  }

  /** before are all the counted stations as they are without the edits;
   *  undefined like resting. */
  get before(): FeatureCollection | undefined {
    const { counted } = this;
    return counted && this.kept.once('before', [counted], () => untouched(counted, []));
  }

  /** edited are the stations that edits name, as they leave them. */
  get edited(): FeatureCollection | undefined {
    const { counted, list } = this;
    return counted && this.kept.once('edited', [counted, list], () => edited(counted, list));
  }

  /** need asks for the counted stations, if they are not there. */
  async need(): Promise<void> {
    const { base } = this;
    if (!base || this.counted) return;
    try {
      const counted = await loads(base);
      if (base !== this.base) return;
      this.counted = counted;
      for (const f of counted.features) this.names.set(f.properties?.station, f.properties?.name);
      this.host.requestUpdate();
    } catch (problem) {
      this.problem = problem;
      this.host.requestUpdate();
    }
  }

  /** where is where a station stands now; undefined when it is not counted. */
  where(id: string): [number, number] | undefined {
    const of = (all: FeatureCollection | undefined) => all?.features.find((f) => f.properties?.id === id);
    const found = of(this.edited) ?? of(this.resting);
    return (found?.geometry as Point | undefined)?.coordinates as [number, number] | undefined;
  }

  /** called remembers the name of a station. */
  called(id: string, name: string): void {
    if (name) this.names.set(id, name);
  }

  /** name is the name of a station, asked for when it is not known yet. */
  name(id: string): string {
    const known = this.names.get(id);
    if (known === undefined) void this.learn(id);
    return known ?? '';
  }

  // grasped is the list before a station was taken hold of.
  private grasped: readonly Edit[] | undefined;

  private get settled(): readonly Edit[] {
    return this.grasped ?? this.list;
  }

  private async learn(id: string): Promise<void> {
    this.names.set(id, '');
    const station = await ask<{ name: string }>(`/v1/stations/${id}`).catch(() => undefined);
    this.names.set(id, station?.name ?? id);
    this.host.requestUpdate();
  }

  private put(): void {
    this.host.requestUpdate();
    if (this.list.length === 0 || !this.base) {
      this.latest.stop();
      this.busy = false;
      this.effect = this.problem = undefined;
      return;
    }
    this.busy = true;
    this.latest.put({ base: this.base, list: this.list });
  }

  private async ask({ base, list }: { base: string; list: readonly Edit[] }, signal: AbortSignal): Promise<void> {
    try {
      const effect = await whatIf(base, question(list), signal);
      if (signal.aborted) return;
      [this.effect, this.problem] = [effect, undefined];
    } catch (problem) {
      if (signal.aborted) return;
      [this.effect, this.problem] = [undefined, problem];
    }
    this.busy = list !== this.list;
    this.host.requestUpdate();
  }
}

// Kept makes things once, until what they are made of changes: a map that gets
// the same object again has nothing to do.
class Kept {
  private readonly made = new Map<string, { of: readonly unknown[]; thing: FeatureCollection }>();

  once(name: string, of: readonly unknown[], make: () => FeatureCollection): FeatureCollection {
    const last = this.made.get(name);
    if (last?.of.every((v, i) => v === of[i])) return last.thing;
    const thing = make();
    this.made.set(name, { of, thing });
    return thing;
  }
}
