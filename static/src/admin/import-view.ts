import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { preview, upload, type ImportReport, type Preview } from '../api/office';
import type { DeskMeta } from '../api/registry';
import { download } from '../api/send';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';
import { counted } from './events';
import { explain } from './explain';
import { Guard, type Loss } from './guard';
import './import-columns';
import './import-options';
import './import-report';
import { NOTHING, options, type Wish } from './import-wish';

/** ImportView leads through an import: the file, what it is, its columns, a
 *  trial that writes nothing, and only then the import itself. */
export class ImportView extends LitElement {
  static override properties = {
    meta: { attribute: false },
    file: { state: true },
    wish: { state: true },
    seen: { state: true },
    trial: { state: true },
    done: { state: true },
    sent: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare meta: DeskMeta;
  declare file: File | undefined;
  declare wish: Wish;
  declare seen: Preview | undefined;
  declare trial: ImportReport | undefined;
  declare done: ImportReport | undefined;
  /** sent is the share of the file that the server has, while it is sent. */
  declare sent: number;
  declare busy: '' | 'reading' | 'trying' | 'writing';
  declare problem: string;
  private reading: Promise<void> = Promise.resolve();

  static override styles = [parts, deskLook];

  constructor() {
    super();
    this.wish = NOTHING;
    this.sent = 0;
    this.busy = this.problem = '';
    new Guard(this, () => this.unfinished());
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().imp;
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      <p class="hint">${w.text}</p>
      ${this.done ? this.finished(this.done) : this.steps()}
      <div role="status">${this.progress()}</div>
      ${this.problem ? html`<p class="note bad break" role="alert">${this.problem}</p>` : nothing}
    </div>`;
  }

  private steps(): TemplateResult {
    const w = words().imp;
    return html`
      <section class="sheet stack" aria-labelledby="s1">
        <h3 id="s1">1 ${w.stepFile}</h3>
        <div @dragover=${(e: Event) => e.preventDefault()} @drop=${this.dropped}>
          <label class="name" for="file">${w.file}</label>
          <input id="file" type="file" accept=".xlsx,.csv,.geojson,.json,.txt" @change=${this.picked} aria-describedby="file-hint" />
          <p class="hint" id="file-hint">${w.fileHint}</p>
        </div>
        ${this.seen ? html`<p>${this.told(this.seen)}</p>` : nothing}
      </section>
      ${this.seen
        ? html`<import-options class="sheet" .wish=${this.wish} .seen=${this.seen} .meta=${this.meta} @wish=${this.wished}></import-options>
            <import-columns class="sheet" .seen=${this.seen} .wish=${this.wish} @wish=${this.wished}></import-columns>
            ${this.tryIt()}`
        : nothing}
      ${this.trial ? this.tried(this.trial) : nothing}
    `;
  }

  private told(p: Preview): string {
    const w = words().imp;
    const parts = [p.format.toUpperCase(), p.sheet ? w.sheetNamed(p.sheet) : '', w.rows(p.rows), p.header > 1 ? w.headerAt(p.header) : '', p.hidden > 0 ? w.hidden(p.hidden) : ''];
    return parts.filter(Boolean).join(words().and);
  }

  private tryIt(): TemplateResult {
    const w = words().imp;
    const missing = this.missing();
    return html`<section class="sheet stack" aria-labelledby="s4">
      <h3 id="s4">4 ${w.stepTry}</h3>
      ${missing.length > 0 ? html`<p class="note care">${w.missing(missing.join(words().and))}</p>` : nothing}
      <div class="row">
        <button class=${this.trial ? '' : 'main'} ?disabled=${this.busy === 'trying' || this.busy === 'writing' || missing.length > 0} @click=${this.attempt}>${w.tryButton}</button>
        <span class="hint">${w.tryHint}</span>
      </div>
    </section>`;
  }

  private tried(report: ImportReport): TemplateResult {
    const w = words().imp;
    const any = report.created + report.updated + (report.review ?? 0) > 0;
    return html`<section class="sheet stack" aria-labelledby="s5">
      <h3 id="s5" tabindex="-1">5 ${w.stepCommit}</h3>
      <import-report .report=${report} .meta=${this.meta} .trial=${true} @rejects=${this.rejects}></import-report>
      ${any
        ? html`<div class="row">
            <button class="main" ?disabled=${this.busy !== ''} @click=${this.commit}>${w.commit(report.created, report.updated)}</button>
            <span class="hint">${w.commitHint}</span>
          </div>`
        : html`<p class="note">${w.nothingNew}</p>
            <div class="row"><button @click=${this.again}>${w.again}</button></div>`}
    </section>`;
  }

  private finished(report: ImportReport): TemplateResult {
    const w = words().imp;
    return html`<section class="sheet stack" aria-labelledby="done">
      <h3 id="done" tabindex="-1">${w.done}</h3>
      <import-report .report=${report} .meta=${this.meta} @rejects=${this.rejects}></import-report>
      <div class="row">
        <button class="main" @click=${this.again}>${w.again}</button>
        <a class="button" href="/admin">${w.toList}</a>
        ${report.review ? html`<a class="button" href="/admin?view=reviews">${w.toReviews(report.review)}</a>` : nothing}
      </div>
    </section>`;
  }

  private progress(): TemplateResult | typeof nothing {
    const w = words().imp;
    if (!this.busy) return nothing;
    const writing = this.busy === 'writing' && this.sent >= 1;
    return html`<div class="note stack">
      <label for="progress">${writing ? w.writing : w.busy[this.busy]}</label>
      ${this.busy !== 'writing' || writing ? html`<progress id="progress"></progress>` : html`<progress id="progress" max="1" .value=${this.sent}></progress>`}
    </div>`;
  }

  // unfinished is what is asked before an import is left: while it is written, or
  // prepared.
  private unfinished(): Loss | undefined {
    const w = words().imp;
    if (this.busy === 'writing') return w.lossWriting;
    return this.seen && !this.done ? w.loss : undefined;
  }

  // missing lists what has to be said before a trial.
  private missing(): string[] {
    const w = words();
    const held = new Set(this.seen!.columns.map((c) => this.wish.columns[c.name] ?? c.field));
    return [
      this.wish.source.trim() ? '' : w.imp.source,
      this.wish.datum ? '' : w.datum.label,
      held.has('name') ? '' : w.imp.columnName,
      held.has('coordinates') || (held.has('lon') && held.has('lat')) ? '' : w.imp.columnPlace,
    ].filter(Boolean);
  }

  private readonly picked = (event: Event) => void this.take((event.target as HTMLInputElement).files?.[0]);

  private readonly dropped = (event: DragEvent) => {
    event.preventDefault();
    void this.take(event.dataTransfer?.files[0]);
  };

  private async take(file: File | undefined): Promise<void> {
    if (!file) return;
    this.file = file;
    this.wish = { ...NOTHING, source: file.name.replace(/\.[^.]+$/, '') };
    this.seen = undefined;
    await this.read();
  }

  // read asks how the file is understood, anew for another sheet or source.
  private read(): Promise<void> {
    this.trial = undefined;
    return (this.reading = this.during('reading', async () => {
      const query = new URLSearchParams({ source: this.wish.source.trim() });
      if (this.wish.sheet) query.set('sheet', this.wish.sheet);
      this.seen = await preview(this.file!, query);
    }));
  }

  private readonly wished = (event: CustomEvent<Partial<Wish>>) => {
    const again = event.detail.sheet !== undefined || event.detail.source !== undefined;
    this.wish = { ...this.wish, ...event.detail, ...(event.detail.sheet === undefined ? {} : { columns: {} }) };
    this.trial = undefined;
    if (again) void this.read();
  };

  // attempt may be the press that leaves a field, which is read first.
  private readonly attempt = async () => {
    await this.reading;
    if (this.busy !== '' || this.missing().length > 0) return;
    await this.during('trying', async () => {
      this.trial = await upload(this.file!, options(this.wish, this.seen!, true), (share) => (this.sent = share));
      await this.reach('s5');
    });
  };

  private readonly commit = () =>
    this.during('writing', async () => {
      this.done = await upload(this.file!, options(this.wish, this.seen!, false), (share) => (this.sent = share));
      counted(this);
      await this.reach('done');
    });

  private readonly rejects = () =>
    this.during('reading', () => {
      const query = options(this.wish, this.seen!, false);
      return download(`/v1/imports/rejects?${query}`, `rejects.${this.seen!.format}`, { body: this.file, patience: 120_000 });
    });

  private async during(busy: ImportView['busy'], what: () => Promise<void>): Promise<void> {
    this.busy = busy;
    this.problem = '';
    this.sent = 0;
    try {
      await what();
    } catch (problem) {
      this.problem = explain(problem);
    }
    this.busy = '';
  }

  private async reach(id: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  private readonly again = () => {
    [this.file, this.seen, this.trial, this.done] = [undefined, undefined, undefined, undefined];
    this.wish = NOTHING;
  };
}

customElements.define('import-view', ImportView);
