import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { Failure, inWords } from '../api/client';
import { tell, told, type Report, type Told } from '../api/report';
import type { Meta, ServiceState } from '../api/types';
import { parts } from '../look/parts';
import { Speaks, named, tongue } from '../words/language';
import { words } from '../words/rider';

const BROKEN = 'service_broken'; // the one kind that names a service

/** StationReports takes a rider's report of one station, and lists what riders
 *  told and what the office answered. */
export class StationReports extends LitElement {
  static override properties = {
    station: {},
    services: { attribute: false },
    meta: { attribute: false },
    kind: { state: true },
    list: { state: true },
    problem: { state: true },
    state: { state: true },
  };

  declare station: string;
  declare services: ServiceState[];
  declare meta: Meta | undefined;
  declare kind: string;
  declare list: Told[];
  declare problem: unknown;
  declare state: 'writing' | 'sending' | 'sent';

  static override styles = [
    parts,
    css`
      :host,
      form,
      ol {
        display: grid;
        gap: 0.625rem;
      }
      h4 {
        margin: 0;
        font-size: 1rem;
      }
      .kinds {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(8.5rem, 100%), 1fr));
        gap: 0.5rem;
      }
      legend {
        margin-bottom: 0.375rem;
        padding: 0;
      }
      label.field {
        display: grid;
        gap: 0.25rem;
      }
      textarea {
        font: inherit;
        color: inherit;
        min-height: 4.5rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--edge);
        border-radius: 0.75rem;
        background: var(--card);
        resize: vertical;
      }
      li {
        padding: 0.5rem 0.75rem;
        border-radius: 0.75rem;
        background: var(--sunk);
      }
      .answer {
        margin-top: 0.25rem;
        padding-left: 0.625rem;
        border-inline-start: 3px solid var(--open);
      }
    `,
  ];

  constructor() {
    super();
    this.kind = 'wasted_trip';
    this.list = [];
    this.state = 'writing';
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  // The button that led here is gone: whoever uses keys goes on from the title.
  override firstUpdated(): void {
    this.renderRoot.querySelector('h4')!.focus();
  }

  override render(): TemplateResult {
    const w = words().report;
    return html`<h4 tabindex="-1">${w.title}</h4>
      ${this.state === 'sent' ? nothing : this.form()}
      <div role="status">${this.state === 'sent' ? html`<p class="note">${w.sent}</p>` : nothing}</div>
      ${this.problem ? html`<p class="note bad" role="alert">${this.trouble()}</p>` : nothing} ${this.told()}`;
  }

  private form(): TemplateResult {
    const w = words().report;
    return html`<form @submit=${this.send}>
      <fieldset>
        <legend>${w.kind}</legend>
        <div class="kinds">${(this.meta?.words.report_kinds ?? []).map(({ code }) => this.choice(code))}</div>
      </fieldset>
      ${this.kind === BROKEN
        ? html`<label class="field">
            ${w.service}
            <select name="service">
              ${this.services.map((s) => html`<option value=${s.code}>${named(this.meta?.words.services, s.code)}</option>`)}
            </select>
          </label>`
        : nothing}
      <label class="field">${w.text}<textarea name="text" maxlength="500" aria-describedby="warn"></textarea></label>
      <p class="soft" id="warn">${w.warn}</p>
      <button class="main" ?disabled=${this.state === 'sending'}>${this.state === 'sending' ? w.sending : w.send}</button>
    </form>`;
  }

  private choice(code: string): TemplateResult {
    return html`<label class="tick">
      <input type="radio" name="kind" value=${code} .checked=${this.kind === code} @change=${() => (this.kind = code)} />
      ${named(this.meta?.words.report_kinds, code)}
    </label>`;
  }

  private told(): TemplateResult {
    const w = words().report;
    if (this.list.length === 0) return html`<p class="soft">${w.none}</p>`;
    return html`<ol>${[...this.list].reverse().map((t) => this.one(t))}</ol>`;
  }

  private one(t: Told): TemplateResult {
    const w = words().report;
    const what = [named(this.meta?.words.report_kinds, t.kind), t.service ? named(this.meta?.words.services, t.service) : ''].filter(Boolean).join(' · ');
    return html`<li>
      <p><strong>${what}</strong> <span class="soft">${w.day(t.day)}</span></p>
      ${t.text ? html`<p>${w.said}${tongue.language === 'en' ? ': ' : '：'}<span lang="zh-CN">${t.text}</span></p>` : nothing}
      ${t.answer
        ? html`<p class="answer">
            <strong>${named(this.meta?.words.outcomes, t.answer.outcome)}</strong> <span lang="zh-CN">${t.answer.text ?? nothing}</span> <span class="soft">${w.answered(t.answer.day)}</span>
          </p>`
        : html`<p class="soft">${w.waiting}</p>`}
    </li>`;
  }

  private trouble(): string {
    const daily = this.problem instanceof Failure && this.problem.trouble === 'busy' && this.state === 'writing';
    return daily ? words().report.tooMany : inWords(this.problem, words());
  }

  private async look(): Promise<void> {
    try {
      this.list = await told(this.station);
    } catch (problem) {
      this.problem = problem;
    }
  }

  private readonly send = async (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const report: Report = { station: this.station, kind: this.kind };
    const text = String(fields.get('text') ?? '').trim();
    if (text) report.text = text;
    if (this.kind === BROKEN) report.service = String(fields.get('service') ?? '');
    this.state = 'sending';
    this.problem = undefined;
    try {
      this.list = [...this.list, await tell(report)];
      this.state = 'sent';
    } catch (problem) {
      this.state = 'writing';
      this.problem = problem;
    }
  };
}

customElements.define('station-reports', StationReports);
