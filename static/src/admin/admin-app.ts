import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { holder } from '../api/key';
import { overdue, reports, reviews } from '../api/office';
import { deskMeta, me, type DeskMeta, type Me } from '../api/registry';
import { barred } from '../api/send';
import '../look/page-head';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { START, fromAddress, open, toAddress, type Desk, type View } from './address';
import { adminLook } from './admin-look';
import type { AskDialog } from './ask-dialog';
import './ask-dialog';
import { deskLook } from './desk-look';
import { mayLeave, unsaved } from './guard';
import { Renewal } from './renewal';
import './sign-in';
import { show } from './views';

/** AdminApp is the registry's page: it finds out who is there, offers the
 *  tasks that they may do, and shows one of them. The address says which. */
export class AdminApp extends LitElement {
  static override properties = {
    meta: { state: true },
    who: { state: true },
    desk: { state: true },
    waiting: { state: true },
    problem: { state: true },
  };

  declare meta: DeskMeta | undefined;
  declare who: Me | undefined;
  declare desk: Desk;
  /** waiting is how much there is to do, by task: '3', '100+'. */
  declare waiting: Partial<Record<View, string>>;
  declare problem: unknown;
  private readonly renewal = new Renewal(this, () => (this.inside() ? this.who!.role : undefined), () => this.mayLeave());
  /** back says that the next step of the history was agreed to. */
  private back = false;

  static override styles = [parts, deskLook, adminLook];

  constructor() {
    super();
    this.desk = fromAddress(location.search);
    this.waiting = {};
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.follow);
    holder.addEventListener('change', this.begin);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('popstate', this.follow);
    holder.removeEventListener('change', this.begin);
  }

  override render(): TemplateResult {
    const w = words();
    document.title = w.desk.title;
    return html`
      <page-head .heading=${w.desk.heading} .synthetic=${this.meta?.synthetic ?? false}>
        ${this.account()}
        <a class="button elsewhere" href="/">${w.desk.rider}</a>
        <a class="button elsewhere" href="/docs">${w.api}</a>
      </page-head>
      ${this.inside() ? this.tasks() : nothing}
      <main @desk=${this.turn} @counted=${this.count}>${this.body()}</main>
      ${this.renewal.view()}
      <ask-dialog></ask-dialog>
    `;
  }

  override updated(changed: PropertyValues<this>): void {
    this.toggleAttribute('fill', this.inside() && this.desk.view === 'stations');
    if (changed.has('desk') || changed.has('who') || changed.has('waiting')) this.showTask();
  }

  // showTask brings the task of now into sight, where the line of tasks is
  // longer than a phone is wide.
  private showTask(): void {
    const now = this.renderRoot.querySelector<HTMLElement>('nav [aria-current]');
    const line = now?.closest('nav');
    if (now && line) line.scrollLeft = now.offsetLeft - (line.clientWidth - now.offsetWidth) / 2;
  }

  private inside(): boolean {
    return this.meta !== undefined && this.who !== undefined && this.who.role !== 'anonymous';
  }

  private body(): TemplateResult {
    const w = words();
    if (this.problem && !this.inside()) {
      return html`<div class="note bad row" role="alert">
        <span>${inWords(this.problem, w)}</span><button @click=${this.begin}>${w.retry}</button>
      </div>`;
    }
    if (!this.meta || !this.who) return html`<p class="soft" role="status">${w.loading}</p>`;
    if (this.who.role === 'anonymous') return html`<sign-in class="sign sheet"></sign-in>`;
    const view = open(this.who.role).includes(this.desk.view) ? this.desk.view : 'stations';
    return show(view, { desk: this.desk, meta: this.meta, me: this.who });
  }

  private mayLeave(): Promise<boolean> {
    return mayLeave(this.renderRoot.querySelector('ask-dialog') as AskDialog);
  }

  private account(): TemplateResult | typeof nothing {
    const w = words().desk;
    if (!this.who || this.who.role === 'anonymous') return nothing;
    const { role, name, adcode } = this.who;
    const area = adcode ? (this.meta?.areas?.find((a) => a.adcode === adcode)?.name ?? adcode) : '';
    const is = [name, w.roles[role], area].filter(Boolean).join(' · ');
    if (this.who.open) return html`<span class="who soft" title=${w.may[role]}>${w.openHere}</span>`;
    return html`<span class="who soft" title=${w.may[role]}>${is}</span><button @click=${this.signOut}>${w.signOut}</button>`;
  }

  private tasks(): TemplateResult {
    const w = words().desk;
    return html`<nav aria-label=${w.tasks}>
      <ul>
        ${open(this.who!.role).map((view) => {
          const count = this.waiting[view];
          return html`<li>
            <a href=${this.linkTo(view)} aria-current=${view === this.desk.view ? 'page' : nothing} @click=${(e: MouseEvent) => this.go(e, view)}
              >${w.views[view]}${count ? html`<span class="waiting"><span class="unseen">${w.toDo}</span>${count}</span>` : nothing}</a
            >
          </li>`;
        })}
      </ul>
    </nav>`;
  }

  private linkTo(view: View): string {
    return location.pathname + toAddress({ ...START, view }, location.search);
  }

  private async go(event: MouseEvent, view: View): Promise<void> {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await this.mayLeave()) this.move({ ...START, view }, true);
  }

  private readonly begin = async () => {
    this.problem = undefined;
    try {
      [this.meta, this.who] = await Promise.all([this.meta ?? deskMeta(), me()]);
      holder.id = this.who.key ?? '';
      if (this.who.role !== 'anonymous') await this.tally();
    } catch (problem) {
      if (barred(problem) && holder.held) holder.drop();
      else this.problem = problem;
    }
  };

  // tally asks how much there is to do; a task that cannot tell shows nothing.
  private async tally(): Promise<void> {
    const may = open(this.who!.role);
    if (!may.includes('reviews')) return;
    const counted = (list: { length: number }, next: unknown) => (list.length === 0 ? '' : `${list.length}${next ? '+' : ''}`);
    const [asked, told, due] = await Promise.all([reviews(null), reports('open', null), overdue('', null, 1)]);
    this.waiting = { reviews: counted(asked.reviews, asked.next), reports: counted(told.reports, told.next), overdue: due.total > 0 ? String(due.total) : '' };
  }

  // turn changes what the page shows; it goes into the address, and into the
  // browser's history when somebody would like to come back. Who goes to another
  // task leaves what is unsaved.
  private readonly turn = async (event: CustomEvent<{ to: Partial<Desk>; push?: boolean }>) => {
    const { to, push } = event.detail;
    const away = to.view !== undefined && to.view !== this.desk.view;
    if (away && !(await this.mayLeave())) return;
    this.move({ ...this.desk, ...to }, push ?? false);
  };

  private move(desk: Desk, push: boolean): void {
    this.desk = desk;
    const address = location.pathname + toAddress(desk, location.search);
    if (push) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }

  private readonly follow = async () => {
    if (this.back || !unsaved()) {
      this.back = false;
      this.desk = fromAddress(location.search);
      return;
    }
    this.move(this.desk, true); // where the work is, until it is known what becomes of it
    this.back = await this.mayLeave();
    if (this.back) history.back();
  };

  private readonly count = () => void this.tally().catch(() => undefined);

  private readonly signOut = async () => {
    if (!(await this.mayLeave())) return;
    this.desk = { ...START };
    this.waiting = {};
    history.replaceState(null, '', location.pathname + toAddress(this.desk, location.search));
    holder.drop();
  };
}

customElements.define('admin-app', AdminApp);
