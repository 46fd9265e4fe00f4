import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { readHours, type HoursRead } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { spoken } from '../words/hours';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { tell } from './events';
import { weekday } from './moments';
import { inTongue } from '../words/problem';

const PAUSE = 300; // ms between the last letter and the question

/** HoursField takes opening hours, in the grammar of OSM or in an office's own
 *  words, and shows how they are read: the next seven days, or where they
 *  cannot be. It sends `hours` with the text to keep. */
export class HoursField extends LitElement {
  static override properties = { hours: {}, wrong: {}, text: { state: true }, read: { state: true } };

  declare hours: string;
  declare wrong: string;
  /** text is what was typed, which the registry may keep otherwise. */
  declare text: string;
  declare read: HoursRead | undefined;
  private pause?: ReturnType<typeof setTimeout>;
  private asking?: AbortController;

  static override styles = [
    parts,
    deskLook,
    css`
      .week {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(5.75rem, 100%), 1fr));
        gap: 0.25rem;
      }
      .week li {
        padding: 0.25rem 0.375rem;
        border: 1px solid var(--line);
        border-radius: 0.5rem;
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }
      .week .shut {
        background: var(--sunk);
        color: var(--soft);
      }
      .week strong {
        display: block;
      }
    `,
  ];

  constructor() {
    super();
    this.hours = this.wrong = this.text = '';
    new Speaks(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('hours') && this.hours !== (this.read?.hours ?? this.text)) {
      this.text = this.hours;
      void this.look();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
    this.asking?.abort();
  }

  override render(): TemplateResult {
    const w = words();
    return html`<div class="stack">
      <div>
        <label class="name" for="hours">${w.fields.hours}</label>
        <textarea id="hours" rows="1" maxlength="500" aria-invalid=${this.wrong ? 'true' : 'false'} aria-describedby="hours-hint hours-read" .value=${this.text} @input=${this.typed}></textarea>
        ${this.wrong ? html`<p class="wrong">${this.wrong}</p>` : nothing}
        <p class="hint" id="hours-hint">${w.hints.hours}</p>
      </div>
      <div class="row" role="group" aria-label=${w.week.presets}>
        ${w.week.often.map(([name, hours]) => html`<button type="button" @click=${() => this.use(hours)}>${name}</button>`)}
      </div>
      <div id="hours-read" role="status">${this.read && this.text ? this.reading(this.read) : nothing}</div>
    </div>`;
  }

  private reading(read: HoursRead): TemplateResult {
    const w = words();
    if (!read.known) {
      return html`<div class="note care">
        <p><strong>${w.week.unread}</strong> ${w.week.unreadText}</p>
        ${read.problem ? html`<p>${inTongue(read.problem)}</p>` : nothing}
      </div>`;
    }
    return html`<p>${w.week.read(spoken(read.hours, w))}${read.hours === this.text ? nothing : html` <span class="hint">${w.week.kept(read.hours)}</span>`}</p>
      <ol class="week" aria-label=${w.week.ahead}>
        ${read.days.map((d) => html`<li class=${d.spans.length === 0 ? 'shut' : ''}>${this.day(d)}</li>`)}
      </ol>`;
  }

  private day(d: HoursRead['days'][number]): TemplateResult {
    const w = words().week;
    const spans = d.spans.map((s) => (s.from === '00:00' && s.until === '24:00' ? w.allDay : `${s.from}–${s.until}`) + (s.state === 'unknown' ? w.unsure : ''));
    return html`<strong>${w.days[weekday(d.day)]} ${d.day.slice(5)}</strong>${spans.length === 0 ? w.shut : spans.map((s) => html`<span>${s}<br /></span>`)}`;
  }

  private readonly typed = (event: Event) => {
    this.text = (event.target as HTMLTextAreaElement).value.trim();
    this.read = undefined;
    tell(this, 'hours', this.text);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.look(), PAUSE);
  };

  private use(hours: string): void {
    this.text = hours;
    tell(this, 'hours', hours);
    void this.look();
  }

  // look asks how the text is read; a server that does not answer leaves the
  // text as it is.
  private async look(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const text = this.text;
    if (!text) {
      this.read = undefined;
      return;
    }
    try {
      const read = await readHours(text, asking.signal);
      if (text !== this.text) return;
      this.read = read;
      if (read.known && read.hours !== this.hours) tell(this, 'hours', read.hours);
    } catch {
      if (!asking.signal.aborted) this.read = undefined;
    }
  }
}

customElements.define('hours-field', HoursField);
