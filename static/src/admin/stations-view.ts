import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { contains, list, record, type DeskMeta, type Edit, type Entry, type Me, type Page } from '../api/registry';
import type { Answer } from '../api/send';
import { parts } from '../look/parts';
import { Canvas } from '../map/canvas';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { SORTS, filters, type Desk } from './address';
import { deskLook } from './desk-look';
import { turn } from './events';
import './export-menu';
import './history-panel';
import './record-form';
import './station-filter';
import './station-summary';
import './station-table';
import { beside, stationsLook } from './stations-look';
import type { Spot } from './spots';

const PAGE = 50;

/** StationsView sets the list of the registry beside its map. A station that
 *  is chosen in one is chosen in the other; its record, form and history take
 *  the place of the list. */
export class StationsView extends LitElement {
  static override properties = {
    desk: { attribute: false },
    meta: { attribute: false },
    me: { attribute: false },
    page: { state: true },
    chosen: { state: true },
    problem: { state: true },
    pin: { state: true },
    said: { state: true },
    draft: { state: true },
  };

  declare desk: Desk;
  declare meta: DeskMeta;
  declare me: Me;
  declare page: Page | undefined;
  /** chosen is the record of the chosen station, as far as it may be seen. */
  declare chosen: Answer<Edit> | undefined;
  declare problem: unknown;
  declare pin: { lon: number; lat: number } | undefined;
  declare said: string;
  /** draft is what a form begins with when that is not the record. */
  declare draft: Edit | undefined;
  private asking?: AbortController;
  private readonly canvas = new Canvas(this, () => import('./registry-map'));

  static override styles = [parts, deskLook, stationsLook];

  constructor() {
    super();
    this.said = '';
    new Speaks(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asking?.abort();
  }

  // On a phone the list goes first; a form needs the map, to set its pin.
  override willUpdate(changed: PropertyValues<this>): void {
    if (beside() || this.desk.what === 'new' || this.desk.what === 'edit') this.canvas.want();
    if (!changed.has('desk')) return;
    const before = changed.get('desk') as Desk | undefined;
    if (!before || filters(before).toString() !== filters(this.desk).toString()) void this.load(null);
    if (before?.id !== this.desk.id) void this.choose();
    if (before && before.what !== this.desk.what) this.pin = undefined;
  }

  // On a phone a record opens above the list, out of sight of who chose it.
  override updated(changed: PropertyValues<this>): void {
    const before = changed.get('desk') as Desk | undefined;
    if (!before || before.id === this.desk.id || beside()) return;
    this.renderRoot.querySelector('station-summary')?.scrollIntoView();
  }

  override render(): TemplateResult {
    return html`<div class="split ${this.desk.what}">
      <div class="left stack">
        <div role="status" class="said">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
        ${this.left()}
      </div>
      <div class="right">${this.map()} ${this.summary()}</div>
    </div>`;
  }

  private left(): TemplateResult {
    const mayEdit = contains(this.me.role, 'editor');
    const { what, id } = this.desk;
    if (what === 'new' && mayEdit) return this.form(undefined);
    if (what === 'edit' && id && mayEdit) return this.chosen ? this.form(this.chosen) : this.wait();
    if (what === 'history' && id) {
      return html`<history-panel .id=${id} .name=${this.chosen?.value.name ?? this.entry()?.name ?? ''} .meta=${this.meta} .mayRestore=${mayEdit && this.chosen !== undefined} @close=${this.back} @restore=${this.restore}></history-panel>`;
    }
    return this.listing(mayEdit);
  }

  private wait(): TemplateResult {
    const w = words();
    if (this.problem) return this.failure();
    return html`<p class="soft" role="status">${w.loading}</p>`;
  }

  private form(record: Answer<Edit> | undefined): TemplateResult {
    return html`<record-form
      .record=${record}
      .draft=${this.draft}
      .meta=${this.meta}
      .pin=${this.pin}
      @pin=${(e: CustomEvent<StationsView['pin']>) => (this.pin = e.detail)}
      @saved=${this.saved}
      @close=${this.back}
    ></record-form>`;
  }

  private listing(mayEdit: boolean): TemplateResult {
    const w = words();
    return html`
      <station-filter .desk=${this.desk} .meta=${this.meta} .me=${this.me}></station-filter>
      <div class="row between">
        <p class="count" role="status">${this.page ? w.list.found(this.page.total) : w.loading}</p>
        <div class="row">
          ${this.desk.q ? nothing : this.order()}
          ${contains(this.me.role, 'reader') ? html`<export-menu></export-menu>` : nothing}
          ${mayEdit ? html`<button class="main" @click=${() => this.go({ what: 'new', id: '' })}>${w.list.create}</button>` : nothing}
        </div>
      </div>
      ${this.problem ? this.failure() : nothing}
      ${this.page ? html`<station-table .desk=${this.desk} .meta=${this.meta} .stations=${this.page.stations}></station-table>` : nothing}
      ${this.page?.next ? html`<button @click=${() => this.load(this.page!.next)}>${w.list.more}</button>` : nothing}
    `;
  }

  private order(): TemplateResult {
    const w = words().list;
    return html`<div class="sorted">
      <label for="sort">${w.sort}</label>
      <select id="sort" @change=${(e: Event) => turn(this, { sort: (e.target as HTMLSelectElement).value as Desk['sort'] })}>
        ${SORTS.map((s) => html`<option value=${s} .selected=${s === this.desk.sort}>${w.sorts[s]}</option>`)}
      </select>
    </div>`;
  }

  private failure(): TemplateResult {
    return html`<div class="note bad row" role="alert">
      <span>${inWords(this.problem, words())}</span>
      <button @click=${() => this.load(null)}>${words().retry}</button>
    </div>`;
  }

  private map(): TemplateResult {
    const { stand } = this.canvas;
    if (stand !== 'there') return html`<div class="map-wait soft ${stand}" role="status">${this.canvas.word()}</div>`;
    return html`<registry-map
      .spots=${this.spots()}
      .picked=${this.desk.id}
      .pin=${this.pin}
      .bounds=${this.meta.bounds}
      .synthetic=${this.meta.synthetic}
      .ground=${this.meta.basemap}
      .all=${true}
      @spot-pick=${(e: CustomEvent<string>) => this.pick(e.detail)}
      @pin-move=${(e: CustomEvent<StationsView['pin']>) => (this.pin = e.detail)}
    ></registry-map>`;
  }

  private summary(): TemplateResult | typeof nothing {
    if (!this.desk.id || this.desk.what === 'edit' || this.desk.what === 'new') return nothing;
    return html`<station-summary
      class="sheet"
      .id=${this.desk.id}
      .entry=${this.entry()}
      .record=${this.chosen}
      .meta=${this.meta}
      .me=${this.me}
      @changed=${this.refresh}
      @deleted=${this.deleted}
    ></station-summary>`;
  }

  // entry is what is known of the chosen station, if only from the list.
  private entry(): Entry | undefined {
    return this.page?.stations.find((s) => s.id === this.desk.id);
  }

  private spots(): Spot[] {
    const spots: Spot[] = [];
    for (const s of this.page?.stations ?? []) {
      if (s.lon !== null && s.lat !== null) spots.push({ id: s.id, lon: s.lon, lat: s.lat, tone: 'row', label: s.name });
    }
    const c = this.chosen?.value;
    if (c && c.id === this.desk.id && c.lon !== null && c.lat !== null && !spots.some((s) => s.id === c.id)) {
      spots.push({ id: c.id, ...this.place(), tone: 'row', label: c.name });
    }
    return spots;
  }

  // place is where the chosen station is, in the frame of the map.
  private place(): { lon: number; lat: number } {
    return { lon: this.chosen!.value.lon!, lat: this.chosen!.value.lat! };
  }

  private async load(cursor: string | null): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const query = filters(this.desk);
    query.set('limit', String(PAGE));
    query.set('view', 'full');
    if (cursor) query.set('cursor', cursor);
    this.problem = undefined;
    try {
      const page = await list(query, asking.signal);
      this.page = cursor && this.page ? { ...page, stations: [...this.page.stations, ...page.stations] } : page;
    } catch (problem) {
      if (!asking.signal.aborted) this.fail(problem);
    }
  }

  // choose reads the record of the chosen station in the frame of the map. An
  // editor of another division may see less; then only the list tells of it.
  private async choose(): Promise<void> {
    const id = this.desk.id;
    if (this.chosen?.value.id !== id) this.chosen = undefined;
    if (!id || !contains(this.me.role, 'editor')) return;
    try {
      const answer = await record(id, 'wgs84');
      if (this.desk.id === id) this.chosen = answer;
    } catch (problem) {
      if (this.desk.what === 'edit') this.fail(problem);
    }
  }

  private fail(problem: unknown): void {
    this.problem = problem;
  }

  private pick(id: string): void {
    if (this.desk.what === 'edit' || this.desk.what === 'new') return; // the form would be lost
    this.said = '';
    turn(this, { id: this.desk.id === id && !this.desk.what ? '' : id }, true);
  }

  private go(to: Partial<Desk>): void {
    this.said = '';
    this.draft = undefined;
    turn(this, to, true);
  }

  private readonly back = () => this.go({ what: '' });

  private readonly restore = (event: CustomEvent<Edit>) => {
    this.draft = event.detail;
    turn(this, { what: 'edit' }, true);
  };

  private readonly saved = (event: CustomEvent<{ record: Answer<Edit>; created: boolean }>) => {
    const { record: saved, created } = event.detail;
    this.go({ what: '', id: saved.value.id });
    this.said = created ? words().form.created(saved.value.name) : words().form.saved(saved.value.name);
    void this.refresh();
  };

  private readonly deleted = (event: CustomEvent<string>) => {
    this.go({ id: '', what: '' });
    this.said = event.detail;
    void this.load(null);
    this.redraw();
  };

  private readonly refresh = async (event?: CustomEvent<string>) => {
    if (event?.detail) this.said = event.detail;
    await Promise.all([this.load(null), this.choose()]);
    this.redraw();
  };

  // redraw fetches the map's tiles anew: a write shows in them.
  private redraw(): void {
    (this.renderRoot.querySelector('registry-map') as { refresh?(): void } | null)?.refresh?.();
  }
}

customElements.define('stations-view', StationsView);
