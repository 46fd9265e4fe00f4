import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Review } from '../api/office';
import { record, type DeskMeta, type Edit } from '../api/registry';
import { parts } from '../look/parts';
import { drawable } from '../map/webgl';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { AskDialog } from './ask-dialog';
import { differences } from './changes';
import { deskLook } from './desk-look';
import { tell } from './events';
import { explain } from './explain';
import { label, shown } from './shown';
import type { Spot } from './spots';

/** ReviewPair sets two stations that may be one place side by side. It sends
 *  `verdict`: merged into one of them, or kept apart. */
export class ReviewPair extends LitElement {
  static override properties = {
    review: { attribute: false },
    meta: { attribute: false },
    busy: { type: Boolean },
    two: { state: true },
    problem: { state: true },
    all: { state: true },
    mapped: { state: true },
  };

  declare review: Review;
  declare meta: DeskMeta;
  declare busy: boolean;
  declare two: [Edit, Edit] | undefined;
  declare problem: unknown;
  declare all: boolean;
  declare mapped: boolean;

  static override styles = [
    parts,
    deskLook,
    css`
      registry-map {
        height: 15rem;
      }
      tr.differs td {
        background: var(--soon-wash);
        color: var(--soon);
      }
      thead th {
        white-space: normal;
      }
      td {
        width: 40%;
      }
    `,
  ];

  constructor() {
    super();
    this.busy = this.mapped = this.all = false;
    new Speaks(this);
  }

  override firstUpdated(): void {
    if (drawable()) void import('./registry-map').then(() => (this.mapped = true), () => undefined);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('review')) return;
    this.two = undefined;
    void this.load(this.review);
  }

  override render(): TemplateResult {
    const w = words().review;
    if (this.problem) return html`<p class="note bad" role="alert">${explain(this.problem)}</p>`;
    if (!this.two) return html`<p class="soft" role="status">${words().loading}</p>`;
    const [a, b] = this.two;
    return html`<div class="stack">
      <h3>${w.pair}</h3>
      <p>${this.why()}</p>
      <div class="row">
        <button class="main" ?disabled=${this.busy} @click=${() => this.merge(a, b)}>${w.keep('A')}</button>
        <button class="main" ?disabled=${this.busy} @click=${() => this.merge(b, a)}>${w.keep('B')}</button>
        <button ?disabled=${this.busy} @click=${() => this.say('keep_apart')}>${w.apart}</button>
      </div>
      ${this.table(a, b)}
      <label class="tick"><input type="checkbox" .checked=${this.all} @change=${() => (this.all = !this.all)} />${w.showAll}</label>
      ${this.mapped ? html`<registry-map .spots=${this.spots(a, b)} .bounds=${this.meta.bounds} .synthetic=${this.meta.synthetic} .ground=${this.meta.basemap}></registry-map>` : nothing}
      <ask-dialog></ask-dialog>
    </div>`;
  }

  private why(): string {
    const w = words().review;
    const { reasons, distance_m, similarity } = this.review;
    const why = (reasons ?? []).map((r) => (w.reasons as Record<string, string>)[r] ?? r);
    return [
      ...why,
      distance_m === undefined ? '' : w.metres(Math.round(distance_m)),
      similarity === undefined ? '' : w.alike(Math.round(similarity * 100)),
    ].filter(Boolean).join(words().and);
  }

  private table(a: Edit, b: Edit): TemplateResult {
    const w = words().review;
    const values = [a, b].map((s) => new Map(differences(null, s).map((d) => [d.field, d.after]))) as [Map<string, unknown>, Map<string, unknown>];
    const differ = differences(a, b).map((d) => d.field);
    const order = (f: string) => (values[0].has(f) && values[1].has(f) ? 0 : 1); // what both say otherwise comes first
    const same = [...values[0].keys()].filter((f) => !differ.includes(f));
    const fields = ['name', ...differ.sort((x, y) => order(x) - order(y)), ...(this.all ? same : [])];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">${words().past.field}</th>
            <th scope="col">A ${w.from(String(a.source ?? w.byHand))}</th>
            <th scope="col">B ${w.from(String(b.source ?? w.byHand))}</th>
          </tr>
        </thead>
        <tbody>
          ${[...new Set(fields)].map((f) => this.line(f, values, differ.includes(f)))}
        </tbody>
      </table>
    </div>`;
  }

  private line(f: string, [a, b]: [Map<string, unknown>, Map<string, unknown>], differs: boolean): TemplateResult {
    const w = words().review;
    const both = a.has(f) && b.has(f);
    const tag = both ? html`<span class="tag care">${w.differs}</span>` : html`<span class="tag">${w.only(a.has(f) ? 'A' : 'B')}</span>`;
    return html`<tr class=${differs && both ? 'differs' : ''}>
      <th scope="row">${label(f)} ${differs ? tag : nothing}</th>
      ${[a, b].map((v) => html`<td class="break">${shown(f, v.get(f), this.meta) || words().past.empty}</td>`)}
    </tr>`;
  }

  private spots(a: Edit, b: Edit): Spot[] {
    return [a, b].flatMap((s, i): Spot[] => (s.lon === null || s.lat === null ? [] : [{ id: s.id, lon: s.lon, lat: s.lat, tone: i === 0 ? 'left' : 'right', label: s.name }]));
  }

  private async merge(keep: Edit, gone: Edit): Promise<void> {
    const w = words().review;
    const dialog = this.renderRoot.querySelector('ask-dialog') as AskDialog;
    const letter = keep === this.two![0] ? 'A' : 'B';
    if (await dialog.ask({ title: w.keep(letter), text: w.mergeText(keep.name, gone.name), reason: 'none', yes: w.mergeYes })) this.say('merge', keep.id);
  }

  private say(verdict: string, keep?: string): void {
    tell(this, 'verdict', { id: this.review.id, verdict, keep });
  }

  private async load(review: Review): Promise<void> {
    this.problem = undefined;
    try {
      const [a, b] = await Promise.all([record(review.station, 'wgs84'), record(review.other!, 'wgs84')]);
      if (review === this.review) this.two = [a.value, b.value];
    } catch (problem) {
      if (review === this.review) this.problem = problem;
    }
  }
}

customElements.define('review-pair', ReviewPair);
