import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { amend, create, past, record, type DeskMeta, type Edit } from '../api/registry';
import { Refusal, type Answer, type FieldProblem } from '../api/send';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { inTongue } from '../words/problem';
import type { AskDialog } from './ask-dialog';
import './ask-dialog';
import { amendment, at, clashes, differences, empty, put, rebase, type Clash } from './changes';
import './clash-panel';
import { deskLook } from './desk-look';
import { tell } from './events';
import { explain } from './explain';
import { GROUPS, named, type Group } from './fields';
import { formLook } from './form-look';
import { member } from './form-member';
import { Guard, mayLeave } from './guard';
import { label } from './shown';
import { writer } from './writer';

/** What a new record begins with. */
const BLANK: Edit = { id: '', revision: 0, name: '', lifecycle: 'open', datum: 'gcj02', lon: null, lat: null };

/** Groups that stand open from the beginning; the others open when they hold
 *  something. */
const USUAL: readonly Group['name'][] = ['basics', 'where', 'when', 'door', 'services', 'contact'];

/** Meanwhile is what somebody else wrote while this form was open. */
interface Meanwhile {
  theirs: Answer<Edit>;
  by: string;
  clashes: Clash[];
}

/** RecordForm edits a whole record, or makes one. It sends `saved` with the
 *  record, `close`, and `pin` with the place that is being chosen. */
export class RecordForm extends LitElement {
  static override properties = {
    record: { attribute: false },
    draft: { attribute: false },
    meta: { attribute: false },
    pin: { attribute: false },
    now: { state: true },
    errors: { state: true },
    problem: { state: true },
    busy: { state: true },
    meanwhile: { state: true },
  };

  /** record is what is edited; undefined for a new station. */
  declare record: Answer<Edit> | undefined;
  /** draft is what the form begins with, when that is not the record. */
  declare draft: Edit | undefined;
  declare meta: DeskMeta;
  declare pin: { lon: number; lat: number } | undefined;
  declare now: Edit;
  declare errors: FieldProblem[];
  declare problem: string;
  declare busy: boolean;
  declare meanwhile: Meanwhile | undefined;
  private base: Edit = BLANK;
  private etag = '';
  private moved = false;
  private reason = '';
  private once = '';

  static override styles = [parts, deskLook, formLook];

  constructor() {
    super();
    this.now = BLANK;
    this.errors = [];
    this.problem = '';
    this.busy = false;
    new Guard(this, () => (this.dirty() ? words().form.loss : undefined));
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.once = crypto.randomUUID?.() ?? String(Math.random());
  }

  override willUpdate(): void {
    if (this.hasUpdated) return; // what stands changes under the form by a clash only
    this.base = this.record?.value ?? BLANK;
    this.etag = this.record?.etag ?? '';
    this.now = this.draft ?? this.base;
    this.moved = this.draft !== undefined && (this.draft.lon !== this.base.lon || this.draft.lat !== this.base.lat);
  }

  override render(): TemplateResult {
    const w = words().form;
    return html`<form novalidate aria-labelledby="form" @submit=${this.save}>
      <h2 id="form" tabindex="-1" class="break">${this.record ? w.heading(this.base.name) : w.headingNew}</h2>
      ${this.meanwhile ? this.clash(this.meanwhile) : nothing}
      ${GROUPS.map((group) => this.group(group))}
      ${this.failures()}
      <div class="bar">
        ${this.record
          ? html`<div class="why">
              <label class="unseen" for="why">${w.why}</label>
              <input id="why" maxlength="500" placeholder=${w.why} @input=${(e: Event) => (this.reason = (e.target as HTMLInputElement).value.trim())} />
            </div>`
          : nothing}
        <button class="main" ?disabled=${this.busy}>${this.busy ? w.saving : this.record ? w.save : w.create}</button>
        <button type="button" @click=${this.close}>${w.cancel}</button>
      </div>
      <ask-dialog></ask-dialog>
    </form>`;
  }

  private group(group: Group): TemplateResult {
    const w = words().form;
    const wrong = group.members.some((m) => this.wrong(named(m)) !== '');
    const filled = group.members.some((m) => !empty(at(this.now, named(m))));
    const open = wrong || filled || USUAL.includes(group.name);
    return html`<details class="sheet" ?open=${open}>
      <summary><h3>${w.groups[group.name]}</h3></summary>
      <div class="grid">
        ${group.members.map((m) => member(m, { record: this.now, meta: this.meta, pin: this.pin, wrong: (n) => this.wrong(n), put: this.put, move: this.move }))}
      </div>
    </details>`;
  }

  // failures tells at the end, beside the button, what keeps the record from
  // being saved; each line leads to its field.
  private failures(): TemplateResult | typeof nothing {
    if (!this.problem && this.errors.length === 0) return nothing;
    const w = words().form;
    return html`<div class="note bad" role="alert">
      <p>${this.errors.length > 0 ? w.wrong(this.errors.length) : this.problem}</p>
      <ul>
        ${this.errors.map((e) => html`<li><button type="button" class="bare" @click=${() => this.reach(e.field)}>${label(plain(e.field))}</button>${inTongue(e.problem)}</li>`)}
      </ul>
    </div>`;
  }

  private clash(m: Meanwhile): TemplateResult {
    return html`<clash-panel .clashes=${m.clashes} .by=${m.by} .meta=${this.meta} @settled=${(e: CustomEvent<string[]>) => this.settle(m, e.detail)} @theirs=${() => this.takeTheirs(m)}></clash-panel>`;
  }

  private wrong(name: string): string {
    return this.errors
      .filter((e) => memberOf(e.field) === name)
      .map((e) => inTongue(e.problem))
      .join(' ');
  }

  private readonly put = (name: string, value: unknown) => {
    this.now = put(this.now, name, value);
    this.errors = this.errors.filter((e) => plain(e.field) !== name);
  };

  private readonly move = (place: { lon: number; lat: number; datum: Edit['datum'] }) => {
    this.moved = true;
    this.now = { ...this.now, ...place, ...(this.now.position_quality === 'address_only' ? { position_quality: 'geocoded' } : {}) };
    this.errors = this.errors.filter((e) => e.field !== 'lon');
  };

  private reach(field: string): void {
    const found = [plain(field), memberOf(field)].map((id) => this.renderRoot.querySelector<HTMLElement>(`[id="${id}"], [data-part="${id}"]`)).find(Boolean);
    found?.closest('details')?.setAttribute('open', '');
    found?.scrollIntoView({ block: 'center' });
    found?.focus();
  }

  private dirty(): boolean {
    return this.moved || this.reason !== '' || differences(this.base, { ...this.now, lon: this.base.lon, lat: this.base.lat }).length > 0;
  }

  private readonly close = async () => {
    if (await mayLeave(this.renderRoot.querySelector('ask-dialog') as AskDialog)) tell(this, 'close');
  };

  private readonly save = async (event: Event) => {
    event.preventDefault();
    if (!this.complete()) return;
    this.busy = true;
    this.problem = '';
    this.errors = [];
    try {
      tell(this, 'saved', { record: await this.write(), created: !this.record });
    } catch (problem) {
      await this.explain(problem);
    }
    this.busy = false;
  };

  // complete looks for what the server would refuse anyhow.
  private complete(): boolean {
    this.errors = ['name', 'kind'].filter((name) => empty(this.now[name])).map((field) => ({ field, problem: 'is required' }));
    if (this.errors.length > 0) this.reach(this.errors[0]!.field);
    return this.errors.length === 0;
  }

  private write(): Promise<Answer<Edit>> {
    if (!this.record) {
      const { id: _, revision: __, ...body } = this.now;
      return create(body, this.once);
    }
    return amend(this.base.id, this.etag, amendment(this.base, this.now, this.moved), this.reason);
  }

  private async explain(problem: unknown): Promise<void> {
    if (problem instanceof Refusal && problem.status === 412) {
      await this.compare();
      return;
    }
    if (problem instanceof Refusal && problem.fields.length > 0) {
      this.errors = problem.fields;
      this.once = crypto.randomUUID?.() ?? String(Math.random());
      await this.updateComplete;
      this.reach(this.errors[0]!.field);
      return;
    }
    this.problem = explain(problem);
  }

  // compare reads what somebody else wrote meanwhile.
  private async compare(): Promise<void> {
    try {
      const [theirs, history] = await Promise.all([record(this.base.id, 'wgs84'), past(this.base.id, null, 1)]);
      const by = history.changes[0]?.by;
      this.meanwhile = { theirs, by: by ? writer(by) : words().writer.somebody, clashes: clashes(this.base, theirs.value, this.now) };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('clash-panel')?.scrollIntoView({ block: 'start' });
    } catch (problem) {
      this.problem = explain(problem);
    }
  }

  private settle(m: Meanwhile, leave: string[]): void {
    this.now = rebase({ base: this.base, theirs: m.theirs.value, mine: this.now }, new Set(leave), this.moved);
    [this.base, this.etag, this.meanwhile] = [m.theirs.value, m.theirs.etag, undefined];
    void this.save(new Event('submit'));
  }

  private takeTheirs(m: Meanwhile): void {
    [this.base, this.etag, this.now] = [m.theirs.value, m.theirs.etag, m.theirs.value];
    [this.meanwhile, this.moved] = [undefined, false];
  }
}

// memberOf is the member of the form that the server blames by a field's name.
function memberOf(field: string): string {
  const name = plain(field);
  if (name === 'lon' || name === 'lat' || name === 'datum') return 'place';
  const own = GROUPS.some((g) => g.members.some((m) => named(m) === name));
  return own ? name : name.split('.')[0]!;
}

// plain is the name of a field without the number of an entry.
function plain(field: string): string {
  return field.replace(/\[\d+\]/g, '');
}

customElements.define('record-form', RecordForm);
