import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { audit, keys, type Audited } from '../api/office';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { turn } from './events';
import { explain } from './explain';
import { first } from './first';
import { minute } from './moments';
import { writer } from './writer';

/** AuditView lists who asked for what that changes something. */
export class AuditView extends LitElement {
  static override properties = { lines: { state: true }, next: { state: true }, names: { state: true }, problem: { state: true } };

  declare lines: Audited[] | undefined;
  declare next: number | null;
  /** names are those of the keys, by id. */
  declare names: ReadonlyMap<string, string>;
  declare problem: string;

  static override styles = [parts, deskLook];

  constructor() {
    super();
    this.next = null;
    this.names = new Map();
    this.problem = '';
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load(null);
    void keys().then(
      (all) => (this.names = new Map(all.map((k) => [k.id, k.name || k.id]))),
      () => undefined,
    );
  }

  override render(): TemplateResult {
    const w = words().audit;
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      <p class="hint">${w.text}</p>
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      ${this.lines ? this.table(this.lines) : first(this.problem !== '', () => this.load(null))}
      ${this.next ? html`<button @click=${() => this.load(String(this.next))}>${words().list.more}</button>` : nothing}
    </div>`;
  }

  private table(lines: Audited[]): TemplateResult {
    const w = words().audit;
    if (lines.length === 0) return html`<p class="note">${w.none}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.heading}>
      <table>
        <thead>
          <tr>
            <th scope="col">${w.at}</th>
            <th scope="col">${w.who}</th>
            <th scope="col">${w.what}</th>
            <th scope="col">${w.about}</th>
            <th scope="col">${w.result}</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map((l) => this.line(l))}
        </tbody>
      </table>
    </div>`;
  }

  private line(l: Audited): TemplateResult {
    const w = words().audit;
    const refused = l.result >= 400;
    return html`<tr>
      <td class="when">${minute(l.at)}</td>
      <td>${this.who(l.by)}</td>
      <td>${(w.actions as Record<string, string>)[l.action] ?? l.action}</td>
      <td>
        ${l.station ? html`<button class="bare when" @click=${() => turn(this, { view: 'stations', id: l.station!, what: 'history' }, true)}>${w.station}</button>` : nothing}
        ${l.key ? w.key(this.names.get(l.key) ?? l.key) : nothing}
      </td>
      <td><span class="tag ${refused ? 'bad' : 'good'}">${refused ? w.refused(l.result) : w.done}</span></td>
    </tr>`;
  }

  private who(by: string): string {
    const id = by.startsWith('key:') ? by.slice(4) : '';
    return id && this.names.has(id) ? this.names.get(id)! : writer(by);
  }

  private async load(cursor: string | null): Promise<void> {
    this.problem = '';
    try {
      const page = await audit(cursor);
      this.lines = cursor && this.lines ? [...this.lines, ...page.lines] : page.lines;
      this.next = page.next;
    } catch (problem) {
      this.problem = explain(problem);
    }
  }
}

customElements.define('audit-view', AuditView);
