import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { HOST_FILE, readHosts, type HostFile } from '../api/hosts';
import { DATUMS, type Datum } from '../api/registry';
import { Refusal } from '../api/send';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { count } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { inTongue } from '../words/problem';
import { csv, save } from './files';
import { resultLook } from './result-look';

/** HostsBox takes a file of hosts as candidates for next sites, and tells how
 *  many rows can be used and what is wrong with the others. It sends `hosts`
 *  with what was read, undefined when a file cannot be. */
export class HostsBox extends LitElement {
  static override properties = { hosts: { attribute: false }, lost: { type: Boolean }, datum: { state: true } };

  declare hosts: HostFile | undefined;
  /** lost is whether an answer is shown whose file is not here. */
  declare lost: boolean;
  declare datum: Datum | '';
  private file: File | undefined;
  private readonly answer = new Asked<HostFile>(this);
  private turn = 0; // so that the same file is read again when it is chosen again

  static override styles = [
    parts,
    resultLook,
    css`
      :host,
      label {
        display: grid;
        gap: 0.375rem;
      }
      .scroll {
        overflow: auto;
        max-height: 16rem;
      }
      td {
        white-space: normal;
        overflow-wrap: anywhere;
        text-align: start;
      }
      th {
        text-align: start;
      }
      td:first-child {
        white-space: nowrap;
      }
      summary {
        min-height: 2.75rem;
        align-content: center;
        cursor: pointer;
        color: var(--warm);
      }
    `,
  ];

  constructor() {
    super();
    this.datum = '';
    this.lost = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const problem = this.flaw() || (this.answer.problem ? explain(this.answer.problem) : '');
    return html`
      <label>${w.hosts.file} <input type="file" accept=".csv,.xlsx,.geojson,.json,.txt" aria-describedby="hint" @change=${this.pick} /></label>
      <p class="soft small" id="hint">${w.hosts.hint}</p>
      <label>
        ${w.datum.label}
        <select @change=${this.choose}>
          <option value="" .selected=${this.datum === ''}>${w.hosts.chooseDatum}</option>
          ${DATUMS.map((d) => html`<option value=${d} .selected=${d === this.datum}>${w.datum[d]}</option>`)}
        </select>
      </label>
      <div class="row"><button type="button" @click=${this.sample}>${w.hosts.sample}</button></div>
      <div role="status">${this.answer.busy ? html`<p class="note">${w.hosts.reading}</p>` : this.hosts ? this.told(this.hosts) : nothing}</div>
      ${problem ? html`<p class="note bad" role="alert">${problem}</p>` : nothing}
      ${this.lost && !this.hosts ? html`<p class="soft small">${w.hosts.again}</p>` : nothing}
    `;
  }

  private told({ read, rejected, candidates, problems }: HostFile): TemplateResult {
    const w = words().hosts;
    return html`<p class="note">${w.read(count(read), count(candidates.length))}</p>
      ${rejected > 0
        ? html`<details>
            <summary>${w.rejected(count(rejected))}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=${w.problem}>
              <table>
                <thead>
                  <tr><th scope="col">${w.row}</th><th scope="col">${w.field}</th><th scope="col">${w.value}</th><th scope="col">${w.problem}</th></tr>
                </thead>
                <tbody>
                  ${problems.map((p) => html`<tr><td>${p.row}</td><td>${column(p.field)}</td><td>${p.value}</td><td>${inTongue(p.problem)}</td></tr>`)}
                </tbody>
              </table>
            </div>
            ${rejected > problems.length ? html`<p class="soft small">${w.first(problems.length)}</p>` : nothing}
          </details>`
        : nothing}`;
  }

  private readonly pick = (e: Event) => {
    this.file = (e.target as HTMLInputElement).files?.[0];
    this.read();
  };

  private readonly choose = (e: Event) => {
    this.datum = (e.target as HTMLSelectElement).value as Datum | '';
    this.read();
  };

  private readonly sample = () => save('hosts.csv', 'text/csv', csv(words().hosts.samples));

  // read has the file read, once it is chosen and its datum is said.
  private read(): void {
    const { file, datum } = this;
    this.answer.clear();
    if (this.hosts) this.tell(undefined);
    this.requestUpdate();
    if (!file || !datum || this.flaw()) return;
    this.answer.ask(String(++this.turn), async (signal) => {
      const hosts = await readHosts(file, datum, signal);
      this.tell(hosts);
      return hosts;
    });
  }

  // flaw is what keeps a file from being sent at all.
  private flaw(): string {
    if (!this.file) return '';
    const w = words().hosts;
    return this.file.size > HOST_FILE ? w.large : this.file.size === 0 ? w.empty : '';
  }

  private tell(hosts: HostFile | undefined): void {
    this.dispatchEvent(new CustomEvent('hosts', { detail: hosts, bubbles: true, composed: true }));
  }
}

function column(field: string): string {
  return (words().hosts.fields as Record<string, string>)[field] ?? field;
}

// explain tells why a file was refused, by what the server blames.
function explain(problem: unknown): string {
  if (!(problem instanceof Refusal) || problem.trouble === 'refused') return inWords(problem, words());
  return problem.fields.map((f) => `${column(f.field)}: ${inTongue(f.problem)}`).join('; ') || problem.detail || inWords(problem, words());
}

customElements.define('hosts-box', HostsBox);
