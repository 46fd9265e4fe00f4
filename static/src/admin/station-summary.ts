import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { amend, contains, remove, verify, type DeskMeta, type Edit, type Entry, type Me } from '../api/registry';
import { Refusal, type Answer } from '../api/send';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import { spoken } from '../words/hours';
import { areaName } from './areas';
import { AskDialog } from './ask-dialog';
import { deskLook } from './desk-look';
import { counted, tell, turn } from './events';
import { explain } from './explain';
import './photo-panel';
import { day } from './moments';
import { tone } from './station-table';

/** StationSummary tells of the chosen station and offers what can be done with
 *  it. It sends `changed` or `deleted` with what was done, in words. */
export class StationSummary extends LitElement {
  static override properties = {
    id: {},
    entry: { attribute: false },
    record: { attribute: false },
    meta: { attribute: false },
    me: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  };

  declare id: string;
  declare entry: Entry | undefined;
  declare record: Answer<Edit> | undefined;
  declare meta: DeskMeta;
  declare me: Me;
  declare busy: boolean;
  declare problem: string;

  static override styles = [
    parts,
    deskLook,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.125rem 0.75rem;
        font-size: 0.9375rem;
      }
      dt {
        color: var(--soft);
      }
      .row select {
        width: auto;
      }
      .head {
        display: flex;
        justify-content: space-between;
        align-items: start;
        gap: 0.5rem;
      }
    `,
  ];

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
    new Speaks(this);
  }

  override render(): TemplateResult | typeof nothing {
    const w = words().summary;
    const s = this.shown();
    if (!s) return html`<p class="soft" role="status">${words().loading}</p>`;
    const keeps = this.record !== undefined && contains(this.me.role, 'editor');
    return html`
      <div class="head">
        <h2 class="break">${s.name}</h2>
        <button class="bare" @click=${() => turn(this, { id: '', what: '' }, true)}>${words().close}</button>
      </div>
      <div class="row">
        <span class="tag ${tone(s.lifecycle)}">${named(this.meta.words.lifecycles, s.lifecycle)}</span>
        <span class="tag">${named(this.meta.words.kinds, s.kind)}</span>
        ${this.record?.value.doubt ? html`<span class="tag bad">${named(this.meta.words.badges, 'maybe_closed')}</span>` : nothing}
        ${s.synthetic ? html`<span class="tag care">${words().demoTag}</span>` : nothing}
      </div>
      <dl>${this.facts(s)}</dl>
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      ${keeps ? this.actions(s) : html`<p class="hint">${w.readOnly}</p><div class="row">${this.past()}</div>`}
      ${keeps ? html`<photo-panel .station=${this.id} .revision=${this.record!.value.revision}></photo-panel>` : nothing}
      <ask-dialog></ask-dialog>
    `;
  }

  private shown(): Entry | undefined {
    const r = this.record?.value;
    if (!r) return this.entry;
    const verified = (r.verification as { at?: string } | undefined)?.at;
    const phone = (r.contacts as { phone: string; personal?: boolean }[] | undefined)?.find((c) => !c.personal)?.phone;
    return { ...(r as unknown as Entry), synthetic: r.source === 'demo', ...(verified ? { verified_at: verified } : {}), ...(phone ? { phone } : {}) };
  }

  private facts(s: Entry): TemplateResult[] {
    const w = words().summary;
    const facts: [string, string | undefined][] = [
      [w.address, s.address],
      [w.place, s.lon === null ? w.noPlace : ''],
      [w.area, areaName(this.meta.areas ?? [], s.adcode)],
      [w.hours, s.hours ? spoken(s.hours, words()) : w.noHours],
      [w.phone, s.phone],
      [w.checked, s.verified_at ? day(s.verified_at) : words().list.neverChecked],
      [w.source, s.source],
      [w.updated, day(s.updated_at)],
      [w.code, s.code],
    ];
    return facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd class="break">${value}</dd>`);
  }

  private actions(s: Entry): TemplateResult {
    const w = words().summary;
    const used = s.lifecycle === 'open' || s.lifecycle === 'trial';
    return html`
      <div class="row">
        <button class="main" @click=${() => turn(this, { what: 'edit' }, true)}>${w.edit}</button>
        ${used ? html`<button ?disabled=${this.busy} @click=${this.verified}>${w.verify}</button>${this.methods()}` : nothing}
      </div>
      <div class="row">
        ${used ? html`<button ?disabled=${this.busy} @click=${this.shut}>${w.shut}</button>` : nothing}
        ${!used && s.lifecycle !== 'merged' ? html`<button ?disabled=${this.busy} @click=${this.reopen}>${w.reopen}</button>` : nothing}
        ${this.past()}
        <button class="danger" ?disabled=${this.busy} @click=${this.erase}>${w.delete}</button>
      </div>
    `;
  }

  private past(): TemplateResult {
    return html`<button @click=${() => turn(this, { what: 'history' }, true)}>${words().summary.history}</button>`;
  }

  private methods(): TemplateResult {
    return html`<select id="method" aria-label=${words().due.method}>
      ${this.meta.words.verification_methods.map((m) => html`<option value=${m.code}>${named(this.meta.words.verification_methods, m.code)}</option>`)}
    </select>`;
  }

  private get dialog(): AskDialog {
    return this.renderRoot.querySelector('ask-dialog') as AskDialog;
  }

  private readonly verified = () =>
    this.act(async () => {
      await verify(this.id, this.renderRoot.querySelector<HTMLSelectElement>('#method')!.value);
      counted(this);
      return words().summary.verifiedNow;
    });

  private readonly shut = async () => {
    const w = words().summary;
    const choices = ['suspended', 'closed'].map((code): [string, string] => [code, named(this.meta.words.lifecycles, code)]);
    const said = await this.dialog.ask({ title: w.shut, text: w.shutText(this.shown()!.name), choices, reason: 'may', yes: w.shutYes });
    if (said) await this.stage(said.choice, said.reason);
  };

  private readonly reopen = async () => {
    const w = words().summary;
    const said = await this.dialog.ask({ title: w.reopen, text: w.reopenText(this.shown()!.name), reason: 'may', yes: w.reopen });
    if (said) await this.stage('open', said.reason);
  };

  private stage(lifecycle: string, reason: string): Promise<void> {
    return this.act(async () => {
      await amend(this.id, this.record!.etag, { lifecycle }, reason);
      return words().summary.staged(named(this.meta.words.lifecycles, lifecycle));
    });
  }

  private readonly erase = async () => {
    const w = words().summary;
    const { name } = this.shown()!;
    const said = await this.dialog.ask({ title: w.delete, text: w.deleteText(name), reason: 'must', yes: w.deleteYes, danger: true });
    if (said) await this.act(() => remove(this.id, this.record!.etag, said.reason).then(() => w.deleted(name)), 'deleted');
  };

  private async act(what: () => Promise<string>, event = 'changed'): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      tell(this, event, await what());
    } catch (problem) {
      const stale = problem instanceof Refusal && problem.status === 412;
      this.problem = stale ? words().form.stale : explain(problem);
      if (stale) tell(this, 'changed');
    }
    this.busy = false;
  }
}

customElements.define('station-summary', StationSummary);
