import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Review } from '../api/office';
import { record, type DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';
import { label } from './shown';
import { stated } from './stated';

/** ReviewConflict asks who is right about a field: a source that says
 *  something new, or the station, which somebody edited. */
export class ReviewConflict extends LitElement {
  static override properties = { review: { attribute: false }, meta: { attribute: false }, busy: { type: Boolean }, name: { state: true } };

  declare review: Review;
  declare meta: DeskMeta;
  declare busy: boolean;
  declare name: string;

  static override styles = [parts, deskLook];

  constructor() {
    super();
    this.busy = false;
    this.name = '';
    new Speaks(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('review')) void this.load(this.review);
  }

  override render(): TemplateResult {
    const w = words().review;
    const r = this.review;
    const rows: [string, string | undefined][] = [
      [w.stationSays, r.value],
      [w.sourceSaid, r.old],
      [w.sourceSays, r.new],
    ];
    return html`<div class="stack">
      <h3 class="break">${this.name ? w.conflict(this.name, label(r.field!)) : label(r.field!)}</h3>
      <p>${w.conflictText(r.source ?? '')}</p>
      <div class="scroll">
        <table>
          <tbody>
            ${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="break"><strong>${stated(r.field!, value, this.meta) || words().past.empty}</strong></td></tr>`)}
          </tbody>
        </table>
      </div>
      <div class="row">
        <button class="main" ?disabled=${this.busy} @click=${() => this.say('take_source')}>${w.take}</button>
        <button class="main" ?disabled=${this.busy} @click=${() => this.say('keep_station')}>${w.keepStation}</button>
        ${this.name ? html`<a class="button" href=${`/admin?id=${r.station}`}>${w.look}</a>` : nothing}
      </div>
    </div>`;
  }

  private say(verdict: string): void {
    tell(this, 'verdict', { id: this.review.id, verdict });
  }

  private async load(review: Review): Promise<void> {
    this.name = '';
    const answer = await record(review.station, 'wgs84').catch(() => undefined);
    if (review === this.review && answer) this.name = answer.value.name;
  }
}

customElements.define('review-conflict', ReviewConflict);
