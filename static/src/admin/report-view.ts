import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { answer, reports, type Report } from '../api/office';
import type { DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import { areaName } from './areas';
import { deskLook } from './desk-look';
import { counted, turn } from './events';
import { explain } from './explain';
import { first } from './first';
import { Guard } from './guard';

/** ReportView lists what riders told, the pressing first, to be answered in
 *  public. */
export class ReportView extends LitElement {
  static override properties = {
    meta: { attribute: false },
    all: { state: true },
    next: { state: true },
    status: { state: true },
    busy: { state: true },
    problem: { state: true },
    said: { state: true },
  };

  declare meta: DeskMeta;
  declare all: Report[] | undefined;
  declare next: string | null;
  declare status: 'open' | 'all';
  declare busy: boolean;
  declare problem: string;
  declare said: string;

  static override styles = [
    parts,
    deskLook,
    css`
      .answer {
        display: grid;
        grid-template-columns: minmax(9rem, auto) 1fr auto;
        gap: 0.5rem;
        align-items: end;
      }
      blockquote {
        margin: 0;
        padding-inline-start: 0.75rem;
        border-inline-start: 3px solid var(--line);
      }
      @media (max-width: 40rem) {
        .answer {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.status = 'open';
    this.next = null;
    this.busy = false;
    this.problem = this.said = '';
    new Guard(this, () => (this.begun() ? words().told.loss : undefined));
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load(null);
  }

  override render(): TemplateResult {
    const w = words().told;
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      <p class="hint">${w.text}</p>
      <div class="row">
        ${(['open', 'all'] as const).map((s) => html`<button aria-pressed=${this.status === s ? 'true' : 'false'} @click=${() => this.turned(s)}>${w.status[s]}</button>`)}
      </div>
      <div role="status">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      ${this.list()}
    </div>`;
  }

  private list(): TemplateResult {
    const w = words().told;
    if (this.all === undefined) return first(this.problem !== '', () => this.load(null));
    if (this.all.length === 0) return html`<p class="note good">${w.none}</p>`;
    const ordered = [...this.all].sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.id - b.id);
    return html`<ol class="stack">
        ${repeat(ordered, (r) => r.id, (r) => this.one(r))}
      </ol>
      ${this.next ? html`<button @click=${() => this.load(this.next)}>${words().list.more}</button>` : nothing}`;
  }

  private one(r: Report): TemplateResult {
    const w = words().told;
    const m = this.meta.words;
    return html`<li class="sheet stack" data-report=${r.id}>
      <div class="row">
        <h3>${named(m.report_kinds, r.kind)}${r.service ? ` · ${named(m.services, r.service)}` : ''}</h3>
        ${r.urgent ? html`<span class="tag bad">${w.urgent}</span>` : nothing}
        <span class="soft">${r.day}</span>
      </div>
      <div class="row">
        <button @click=${() => turn(this, { view: 'stations', id: r.station }, true)}>${r.name ?? w.station}</button>
        <span class="soft">${areaName(this.meta.areas ?? [], r.adcode)}</span>
        ${r.lon === undefined ? nothing : html`<span>${w.there(`${r.lon.toFixed(5)}, ${r.lat!.toFixed(5)}`)}</span>`}
      </div>
      ${r.text ? html`<blockquote class="break">${r.text}</blockquote>` : nothing}
      ${r.answer ? html`<p class="break"><span class="tag good">${named(m.outcomes, r.answer.outcome)}</span> ${r.answer.day} ${r.answer.text ?? ''}</p>` : this.form(r)}
    </li>`;
  }

  private form(r: Report): TemplateResult {
    const w = words().told;
    return html`<form class="answer" @submit=${(e: Event) => this.send(e, r)}>
      <div>
        <label class="name" for=${`o${r.id}`}>${w.outcome}</label>
        <select id=${`o${r.id}`} name="outcome" required>
          <option value="">${words().form.choose}</option>
          ${this.meta.words.outcomes.map((o) => html`<option value=${o.code}>${named(this.meta.words.outcomes, o.code)}</option>`)}
        </select>
      </div>
      <div>
        <label class="name" for=${`t${r.id}`}>${w.say}</label>
        <textarea id=${`t${r.id}`} name="text" rows="1" maxlength="500"></textarea>
      </div>
      <button class="main" ?disabled=${this.busy}>${w.send}</button>
    </form>`;
  }

  // begun reports whether an answer has been written and not sent.
  private begun(): boolean {
    return [...this.renderRoot.querySelectorAll('textarea')].some((answer) => answer.value.trim() !== '');
  }

  private turned(status: ReportView['status']): void {
    this.status = status;
    void this.load(null);
  }

  private async load(cursor: string | null): Promise<void> {
    this.problem = '';
    const { status } = this;
    try {
      const page = await reports(status, cursor);
      if (status !== this.status) return; // an answer to what nobody asks any more
      this.all = cursor && this.all ? [...this.all, ...page.reports] : page.reports;
      this.next = page.next;
    } catch (problem) {
      this.fail(problem);
    }
  }

  private async send(event: Event, r: Report): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.problem = '';
    try {
      await answer(r.id, String(form.get('outcome')), String(form.get('text')).trim());
      this.said = words().told.sent(r.name ?? '');
      await this.load(null); // the answer to a wasted trip answers all of the station
      counted(this);
    } catch (problem) {
      this.fail(problem);
    }
    this.busy = false;
  }

  private fail(problem: unknown): void {
    this.problem = explain(problem);
  }
}

customElements.define('report-view', ReportView);
