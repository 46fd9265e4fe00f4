import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { holder } from '../api/key';
import { changeKey, keys, makeKey, revoke, usage, type Key } from '../api/office';
import type { DeskMeta, Me, Role } from '../api/registry';
import { copy } from '../look/copy';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { areaChoices, areaName } from './areas';
import { AskDialog } from './ask-dialog';
import { deskLook } from './desk-look';
import { explain } from './explain';
import { first } from './first';
import { Guard } from './guard';
import { KeyTerms } from './key-terms';
import { day } from './moments';
import { sums, type Sum } from './usage';

const ROLES: readonly Role[] = ['editor', 'planner', 'reader', 'admin'];

/** KeyView makes, lists and revokes keys. A secret is shown once, to be copied
 *  and handed on. */
export class KeyView extends LitElement {
  static override properties = {
    meta: { attribute: false },
    me: { attribute: false },
    all: { state: true },
    used: { state: true },
    changing: { state: true },
    fresh: { state: true },
    role: { state: true },
    busy: { state: true },
    problem: { state: true },
    said: { state: true },
  };

  declare meta: DeskMeta;
  declare me: Me;
  declare all: Key[] | undefined;
  declare used: Map<string, Sum>;
  declare changing: string; // the id of a key, '' for none
  declare fresh: Key | undefined;
  declare role: Role;
  declare busy: boolean;
  declare problem: string;
  declare said: string;

  static override styles = [
    parts,
    deskLook,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr));
        gap: 0.5rem;
        align-items: end;
      }
      #may {
        grid-column: 1 / -1;
      }
      code {
        display: block;
        padding: 0.625rem;
        border-radius: 0.5rem;
        background: var(--card);
        color: var(--ink);
        overflow-wrap: anywhere;
        font-size: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    this.role = 'editor';
    this.busy = false;
    this.problem = this.said = this.changing = '';
    this.used = new Map();
    new Guard(this, () => (this.fresh ? words().keys.loss : undefined));
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.me?.open) this.role = 'admin';
    void this.load();
  }

  override render(): TemplateResult {
    const w = words().keys;
    return html`<div class="stack">
      <h2>${w.heading}</h2>
      ${this.me.open ? html`<p class="note care">${w.openWarning}</p>` : nothing}
      ${this.form()}
      <div role="status">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
      ${this.fresh ? this.secret(this.fresh) : nothing}
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      ${this.all ? this.table(this.all) : first(this.problem !== '', () => this.load())}
      <ask-dialog></ask-dialog>
    </div>`;
  }

  private form(): TemplateResult {
    const w = words();
    return html`<form class="sheet" @submit=${this.make}>
      <div>
        <label class="name" for="name">${w.keys.name}</label>
        <input id="name" name="name" maxlength="100" autocomplete="off" required placeholder=${w.keys.nameHint} />
      </div>
      <div>
        <label class="name" for="role">${w.keys.role}</label>
        <select id="role" name="role" aria-describedby="may" @change=${(e: Event) => (this.role = (e.target as HTMLSelectElement).value as Role)}>
          ${ROLES.map((r) => html`<option value=${r} ?selected=${r === this.role}>${w.desk.roles[r]}</option>`)}
        </select>
      </div>
      ${this.role === 'editor'
        ? html`<div>
            <label class="name" for="area">${w.keys.area}</label>
            <select id="area" name="adcode">
              <option value="">${w.keys.everywhere}</option>
              ${areaChoices(this.meta.areas ?? []).map(([code, name]) => html`<option value=${code}>${name}</option>`)}
            </select>
          </div>`
        : nothing}
      <key-terms .pages=${this.role === 'reader' || this.role === 'planner'}></key-terms>
      <button class="main" ?disabled=${this.busy}>${w.keys.make}</button>
      <p class="hint" id="may">${w.desk.may[this.role]}</p>
    </form>`;
  }

  private secret(key: Key): TemplateResult {
    const w = words().keys;
    return html`<section class="note care stack" role="alert" aria-label=${w.once}>
      <p><strong>${w.once}</strong> ${w.onceText}</p>
      <code>${key.secret}</code>
      <div class="row">
        <button class="main" @click=${this.copySecret}>${w.copy}</button>
        ${this.me.open && key.role === 'admin' ? html`<button @click=${() => holder.hold(key.secret!)}>${w.use}</button>` : nothing}
        <button @click=${() => (this.fresh = undefined)}>${w.hide}</button>
      </div>
    </section>`;
  }

  private table(all: Key[]): TemplateResult {
    const w = words().keys;
    if (all.length === 0) return html`<p class="note">${w.none}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.heading}>
      <table>
        <thead>
          <tr>
            <th scope="col">${w.name}</th>
            <th scope="col">${w.role}</th>
            <th scope="col">${w.area}</th>
            <th scope="col">${w.made}</th>
            <th scope="col">${w.used}</th>
            <th scope="col">${w.quota}</th>
            <th scope="col" class="num">${w.usage}</th>
            <th scope="col">${w.stands}</th>
          </tr>
        </thead>
        <tbody>
          ${all.map((k) => this.line(k))}
        </tbody>
      </table>
    </div>`;
  }

  private line(k: Key): TemplateResult {
    const w = words();
    const mine = k.id === this.me.key;
    return html`<tr>
      <th scope="row" class="break">${k.name || w.keys.nameless} <span class="hint">${k.id}</span>${mine ? html` <span class="tag">${w.keys.mine}</span>` : nothing}</th>
      <td>${w.desk.roles[k.role as Role]}</td>
      <td>${k.adcode ? areaName(this.meta.areas ?? [], k.adcode) : w.keys.everywhere}</td>
      <td class="when">${day(k.created_at)}</td>
      <td class="when">${day(k.last_used) || w.keys.never}</td>
      <td class="break">${w.keys.quotas(k.per_minute ?? 0, k.per_day ?? 0)}${(k.origins ?? []).map((o) => html`<br /><span class="hint">${o}</span>`)}</td>
      <td class="num">${this.asked(k)}</td>
      <td class="when">
        ${k.revoked_at
          ? html`<span class="tag bad">${w.keys.revoked(day(k.revoked_at))}</span>`
          : html`<div class="row">
              <button aria-expanded=${k.id === this.changing} aria-label=${w.keys.changeNamed(k.name || k.id)} @click=${() => (this.changing = k.id === this.changing ? '' : k.id)}>${w.keys.change}</button>
              <button class="danger" aria-label=${w.keys.revokeNamed(k.name || k.id)} @click=${() => this.end(k)}>${w.keys.revoke}</button>
            </div>`}
      </td>
    </tr>${k.id === this.changing ? this.changer(k) : nothing}`;
  }

  private asked(k: Key): TemplateResult {
    const w = words().keys;
    const sum = this.used.get(k.id) ?? { today: 0, all: 0, refused: 0 };
    return html`${w.used30(sum.today, sum.all)}${sum.refused ? html` <span class="tag care">${w.refused(sum.refused)}</span>` : nothing}`;
  }

  private changer(k: Key): TemplateResult {
    return html`<tr>
      <td colspan="8">
        <form @submit=${(e: Event) => this.change(e, k)}>
          <key-terms .pages=${k.role === 'reader' || k.role === 'planner'} .origins=${k.origins ?? []} .perMinute=${k.per_minute ?? 0} .perDay=${k.per_day ?? 0}></key-terms>
          <button class="main" ?disabled=${this.busy}>${words().keys.save}</button>
        </form>
      </td>
    </tr>`;
  }

  private async load(): Promise<void> {
    this.problem = '';
    try {
      const { until, usage: list } = await usage();
      this.used = sums(list, until);
      this.all = (await keys()).sort((a, b) => Number(a.revoked_at !== undefined) - Number(b.revoked_at !== undefined) || (a.created_at < b.created_at ? 1 : -1));
    } catch (problem) {
      this.fail(problem);
    }
  }

  private readonly make = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const said = new FormData(form);
    this.busy = true;
    this.problem = this.said = '';
    try {
      const terms = (form.querySelector('key-terms') as KeyTerms).value();
      this.fresh = await makeKey(String(said.get('role')), String(said.get('name')).trim(), String(said.get('adcode') ?? ''), terms);
      form.reset();
      (form.querySelector('key-terms') as KeyTerms).clear();
      if (!this.me.open) await this.load(); // an open server has just ended being so
    } catch (problem) {
      this.fail(problem);
    }
    this.busy = false;
  };

  private async change(event: Event, k: Key): Promise<void> {
    event.preventDefault();
    this.busy = true;
    this.problem = this.said = '';
    try {
      await changeKey(k.id, ((event.target as HTMLFormElement).querySelector('key-terms') as KeyTerms).value());
      this.said = words().keys.changed(k.name || k.id);
      this.changing = '';
      await this.load();
    } catch (problem) {
      this.fail(problem);
    }
    this.busy = false;
  }

  private readonly copySecret = async () => {
    this.said = (await copy(this.fresh!.secret!)) ? words().copied : words().copyFailed;
  };

  private async end(k: Key): Promise<void> {
    const w = words().keys;
    const dialog = this.renderRoot.querySelector('ask-dialog') as AskDialog;
    const text = k.id === this.me.key ? w.revokeOwn : w.revokeText(k.name || k.id);
    if (!(await dialog.ask({ title: w.revoke, text, reason: 'none', yes: w.revoke, danger: true }))) return;
    try {
      await revoke(k.id);
      this.said = w.ended(k.name || k.id);
      await this.load();
    } catch (problem) {
      this.fail(problem);
    }
  }

  private fail(problem: unknown): void {
    this.problem = explain(problem);
  }
}

customElements.define('key-view', KeyView);
