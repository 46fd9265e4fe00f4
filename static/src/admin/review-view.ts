import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { decide, reviews, type Review, type Verdict } from '../api/office';
import { Refusal } from '../api/send';
import type { DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { areaName } from './areas';
import { deskLook } from './desk-look';
import { counted } from './events';
import { explain } from './explain';
import { first } from './first';
import './review-conflict';
import './review-pair';

/** ReviewView goes through the questions that imports left to people, one
 *  after another. */
export class ReviewView extends LitElement {
  static override properties = {
    meta: { attribute: false },
    all: { state: true },
    next: { state: true },
    at: { state: true },
    kind: { state: true },
    busy: { state: true },
    problem: { state: true },
    said: { state: true },
  };

  declare meta: DeskMeta;
  declare all: Review[] | undefined;
  /** next asks for the questions after these; null when there are none. */
  declare next: string | null;
  declare at: number;
  declare kind: '' | Review['kind'];
  declare busy: boolean;
  declare problem: unknown;
  declare said: string;

  static override styles = [
    parts,
    deskLook,
    css`
      .split {
        display: grid;
        gap: 0.875rem;
      }
      ol {
        display: grid;
        gap: 0.25rem;
        max-height: 14rem;
        overflow-y: auto;
      }
      ol button {
        width: 100%;
        justify-content: flex-start;
        text-align: start;
      }
      @media (min-width: 64rem) {
        .split {
          grid-template-columns: 17rem minmax(0, 1fr);
        }
        ol {
          max-height: calc(100vh - 14rem);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.at = 0;
    this.kind = this.said = '';
    this.busy = false;
    this.next = null;
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load(null);
  }

  override render(): TemplateResult {
    const w = words().review;
    const shown = this.shown();
    const now = shown[Math.min(this.at, shown.length - 1)];
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      <div role="status">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
      ${this.problem ? html`<p class="note bad" role="alert">${explain(this.problem)}</p>` : nothing}
      <div class="row">
        ${(['', 'duplicate', 'conflict'] as const).map(
          (k) => html`<button aria-pressed=${this.kind === k ? 'true' : 'false'} @click=${() => this.only(k)}>${w.kinds[k]} ${this.all ? this.shown(k).length : ''}${this.next ? '+' : ''}</button>`,
        )}
      </div>
      ${this.all === undefined ? first(this.problem !== undefined, () => this.load(null)) : now ? this.both(shown, now) : this.next ? this.further() : html`<p class="note good">${w.none}</p>`}
    </div>`;
  }

  private both(shown: Review[], now: Review): TemplateResult {
    const w = words().review;
    const one =
      now.kind === 'duplicate'
        ? html`<review-pair .review=${now} .meta=${this.meta} .busy=${this.busy} @verdict=${this.verdict}></review-pair>`
        : html`<review-conflict .review=${now} .meta=${this.meta} .busy=${this.busy} @verdict=${this.verdict}></review-conflict>`;
    return html`<div class="split">
      <nav aria-label=${w.list}>
        <ol>
          ${shown.map(
            (r, i) => html`<li>
              <button aria-current=${r === now ? 'true' : nothing} aria-pressed=${r === now ? 'true' : 'false'} @click=${() => this.pick(i)}>${this.headed(r, i)}</button>
            </li>`,
          )}
        </ol>
        ${this.next ? this.further() : nothing}
      </nav>
      <div class="sheet">${one}</div>
    </div>`;
  }

  private further(): TemplateResult {
    return html`<button @click=${() => this.load(this.next)}>${words().list.more}</button>`;
  }

  private headed(r: Review, i: number): string {
    const w = words().review;
    const area = areaName(this.meta.areas ?? [], r.adcode);
    return `${i + 1} ${w.kinds[r.kind]}${area ? ` · ${area}` : ''}`;
  }

  private shown(kind = this.kind): Review[] {
    return (this.all ?? []).filter((r) => kind === '' || r.kind === kind);
  }

  private only(kind: ReviewView['kind']): void {
    this.kind = kind;
    this.pick(0);
  }

  private pick(at: number): void {
    this.at = at;
    this.said = '';
    this.problem = undefined;
  }

  private async load(cursor: string | null): Promise<void> {
    this.problem = undefined;
    try {
      const page = await reviews(cursor);
      this.all = cursor && this.all ? [...this.all, ...page.reviews] : page.reviews;
      this.next = page.next;
    } catch (problem) {
      this.fail(problem);
    }
  }

  private readonly verdict = async (event: CustomEvent<{ id: string; verdict: Verdict; keep?: string }>) => {
    const { id, verdict, keep } = event.detail;
    this.busy = true;
    this.problem = undefined;
    try {
      await decide(id, verdict, keep);
      this.said = words().review.done[verdict];
      this.all = this.all!.filter((r) => r.id !== id);
      if (this.all.length === 0 && this.next) await this.load(null);
      counted(this);
    } catch (problem) {
      await this.settled(id, problem);
    }
    this.busy = false;
    this.at = Math.max(0, Math.min(this.at, this.shown().length - 1));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-current]')?.focus(); // the button that was pressed is gone
  };

  // settled tells of a verdict that was refused. One that came after somebody
  // else's is no trouble: the question goes from the list.
  private async settled(id: string, problem: unknown): Promise<void> {
    if (problem instanceof Refusal && (problem.status === 409 || problem.status === 404)) {
      await this.load(null);
      if (this.all && !this.all.some((r) => r.id === id)) {
        this.said = words().review.settled;
        return counted(this);
      }
    }
    this.fail(problem);
  }

  private fail(problem: unknown): void {
    this.problem = problem;
  }
}

customElements.define('review-view', ReviewView);
