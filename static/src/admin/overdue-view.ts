import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { overdue, type Overdue } from '../api/office';
import { verify, type DeskMeta, type Entry } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import type { Desk } from './address';
import { areaName } from './areas';
import { deskLook } from './desk-look';
import { counted, turn } from './events';
import { explain } from './explain';
import { first } from './first';
import { day } from './moments';

/** OverdueView lists, by district, the stations that nobody has verified for
 *  90 days. One press says that somebody did today. */
export class OverdueView extends LitElement {
  static override properties = {
    meta: { attribute: false },
    desk: { attribute: false },
    page: { state: true },
    method: { state: true },
    done: { state: true },
    busy: { state: true },
    problem: { state: true },
    said: { state: true },
  };

  declare meta: DeskMeta;
  declare desk: Desk;
  declare page: Overdue | undefined;
  declare method: string;
  /** done are the stations that were verified since the list came. */
  declare done: ReadonlySet<string>;
  declare busy: string;
  declare problem: string;
  declare said: string;

  static override styles = [
    parts,
    deskLook,
    css`
      .row select {
        width: auto;
      }
      tbody th {
        min-width: 6.5rem;
      }
      @media (max-width: 40rem) {
        .less {
          display: none;
        }
      }
      th button {
        border-color: transparent;
        background: none;
        text-align: start;
        justify-content: flex-start;
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    this.method = 'phone';
    this.done = new Set();
    this.busy = this.problem = this.said = '';
    new Speaks(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('desk') && (changed.get('desk') as Desk | undefined)?.area !== this.desk.area) void this.load(null);
    else if (changed.has('desk') && !this.page) void this.load(null);
  }

  override render(): TemplateResult {
    const w = words().due;
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      <p class="hint">${w.text}</p>
      ${this.page ? this.districts(this.page) : nothing}
      <div class="row">
        <label class="label" for="method">${w.method}</label>
        <select id="method" @change=${(e: Event) => (this.method = (e.target as HTMLSelectElement).value)}>
          ${this.meta.words.verification_methods.map((m) => html`<option value=${m.code} .selected=${m.code === this.method}>${named(this.meta.words.verification_methods, m.code)}</option>`)}
        </select>
      </div>
      <div role="status">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      ${this.page ? this.list(this.page) : first(this.problem !== '', () => this.load(null))}
    </div>`;
  }

  private districts(page: Overdue): TemplateResult | typeof nothing {
    const w = words().due;
    if (page.districts.length === 0) return nothing;
    const all = page.districts.reduce((sum, d) => sum + d.overdue, 0);
    const one = (adcode: string, name: string, n: number | '') =>
      html`<button aria-pressed=${this.desk.area === adcode ? 'true' : 'false'} @click=${() => turn(this, { area: adcode })}>${name} ${n}</button>`;
    return html`<div class="row" role="group" aria-label=${w.byDistrict}>
      ${one('', w.everywhere, this.desk.area ? '' : all)}
      ${page.districts.filter((d) => d.adcode).map((d) => one(d.adcode, areaName(this.meta.areas ?? [], d.adcode), d.overdue))}
    </div>`;
  }

  private list(page: Overdue): TemplateResult {
    const w = words().due;
    if (page.stations.length === 0) return html`<p class="note good">${w.none}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.heading}>
        <table>
          <thead>
            <tr>
              <th scope="col">${words().list.name}</th>
              <th scope="col" class="less">${words().list.area}</th>
              <th scope="col">${w.phone}</th>
              <th scope="col" class="less">${words().list.checked}</th>
              <th scope="col" class="num less">${w.late}</th>
              <th scope="col">${w.today}</th>
            </tr>
          </thead>
          <tbody>
            ${page.stations.map((s) => this.line(s))}
          </tbody>
        </table>
      </div>
      ${page.next ? html`<button @click=${() => this.load(page.next)}>${words().list.more}</button>` : nothing}`;
  }

  private line(s: Entry): TemplateResult {
    const w = words().due;
    const done = this.done.has(s.id);
    return html`<tr>
      <th scope="row"><button @click=${() => turn(this, { view: 'stations', id: s.id, area: '' }, true)}>${s.name}</button></th>
      <td class="less">${areaName(this.meta.areas ?? [], s.adcode)}</td>
      <td class="when">${s.phone ? html`<a href=${`tel:${s.phone}`}>${s.phone}</a>` : ''}</td>
      <td class="when less">${s.verified_at ? day(s.verified_at) : words().list.neverChecked}</td>
      <td class="num less">${w.days(s.overdue_days ?? 0)}</td>
      <td>
        ${done
          ? html`<span class="tag good">✓ ${w.done}</span>`
          : html`<button ?disabled=${this.busy === s.id} aria-label=${w.verifyNamed(s.name)} @click=${() => this.verified(s)}>${w.verify}</button>`}
      </td>
    </tr>`;
  }

  private async load(cursor: string | null): Promise<void> {
    this.problem = '';
    try {
      const page = await overdue(this.desk.area, cursor);
      this.page = cursor && this.page ? { ...page, stations: [...this.page.stations, ...page.stations] } : page;
      if (!cursor) this.done = new Set();
    } catch (problem) {
      this.fail(problem);
    }
  }

  private async verified(s: Entry): Promise<void> {
    this.busy = s.id;
    this.problem = '';
    try {
      await verify(s.id, this.method);
      this.done = new Set([...this.done, s.id]);
      this.said = words().due.saidDone(s.name);
      counted(this);
    } catch (problem) {
      this.fail(problem);
    }
    this.busy = '';
  }

  private fail(problem: unknown): void {
    this.problem = explain(problem);
  }
}

customElements.define('overdue-view', OverdueView);
