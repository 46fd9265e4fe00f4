import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { photoAt, type Photo } from '../api/photo';
import { COUNT, MOST, accept, add, drop, kept, waiting } from '../api/photo-desk';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { AskDialog } from './ask-dialog';
import { deskLook } from './desk-look';
import { tell } from './events';
import { explain } from './explain';

const SHOWN = 96; // pixels of a thumbnail's width; 72 of its height

/** PhotoPanel keeps the photos of a station: it adds, shows and deletes them.
 *  It sends `changed` with what was done, in words. */
export class PhotoPanel extends LitElement {
  static override properties = {
    station: {},
    revision: { type: Number },
    list: { state: true },
    chosen: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare station: string;
  /** revision is that of the record: with another one the photos may differ. */
  declare revision: number;
  declare list: Photo[];
  /** chosen is a file before it is sent, and where this page shows it. */
  declare chosen: { file: File; preview: string } | undefined;
  declare busy: boolean;
  declare problem: string;
  /** own are addresses of photos that wait, by their ids. */
  private readonly own = new Map<string, string>();

  static override styles = [
    parts,
    deskLook,
    css`
      ul,
      form {
        display: grid;
        gap: 0.5rem;
      }
      li {
        display: flex;
        gap: 0.625rem;
        align-items: start;
      }
      li > div {
        flex: 1 1 8rem;
        min-width: 0;
      }
      img {
        flex: none;
        object-fit: cover;
        border-radius: 0.5rem;
        background: var(--sunk);
      }
      img.preview {
        width: auto;
        max-width: 100%;
        max-height: 12rem;
        object-fit: contain;
      }
    `,
  ];

  constructor() {
    super();
    this.list = [];
    this.busy = false;
    this.problem = '';
    new Speaks(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('station')) this.forget();
    if (changed.has('station') || changed.has('revision')) void this.load();
  }

  override render(): TemplateResult {
    const w = words().photos;
    return html`<section class="stack" aria-labelledby="photos">
      <h3 id="photos">${w.heading(this.list.length)}</h3>
      ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
      <ul>
        ${this.list.map((p) => this.item(p))}
      </ul>
      ${this.list.length < COUNT ? this.form() : html`<p class="hint">${w.full(COUNT)}</p>`}
      <ask-dialog></ask-dialog>
    </section>`;
  }

  private item(p: Photo): TemplateResult {
    const w = words().photos;
    const src = p.shown ? photoAt(this.station, p.id, true) : this.own.get(p.id);
    const caption = p.caption || p.caption_en || '';
    return html`<li>
      ${src ? html`<img src=${src} width=${SHOWN} height="72" loading="lazy" alt=${caption || w.one} />` : nothing}
      <div>
        <p class="break">${caption || html`<span class="soft">${w.noCaption}</span>`}</p>
        ${p.shown ? nothing : html`<span class="tag care">${w.waits}</span>`}
        <div class="row">
          ${p.shown ? nothing : html`<button ?disabled=${this.busy} @click=${() => this.act(() => accept(this.station, p.id), w.accepted)}>${w.accept}</button>`}
          <button class="bare" ?disabled=${this.busy} @click=${() => this.erase(p)}>${w.delete}</button>
        </div>
      </div>
    </li>`;
  }

  private form(): TemplateResult {
    const w = words().photos;
    return html`<form @submit=${this.send}>
      <div>
        <label class="name" for="photo">${w.add}</label>
        <input id="photo" type="file" accept="image/jpeg,image/png,image/webp" aria-describedby="photo-hint" @change=${this.choose} />
        <p class="hint" id="photo-hint">${w.hint}</p>
      </div>
      ${this.chosen
        ? html`<img class="preview" src=${this.chosen.preview} alt=${w.preview} />
            <div><label class="name" for="caption">${w.caption}</label><input id="caption" maxlength="500" autocomplete="off" /></div>
            <div><label class="name" for="caption-en">${w.captionEn}</label><input id="caption-en" maxlength="500" autocomplete="off" /></div>
            <div class="row">
              <button class="main" ?disabled=${this.busy}>${this.busy ? w.sending : w.send}</button>
              <button type="button" ?disabled=${this.busy} @click=${this.clear}>${words().ask.no}</button>
            </div>`
        : nothing}
    </form>`;
  }

  private readonly choose = (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    this.unchoose();
    this.problem = '';
    if (!file) return;
    if (file.size > MOST) {
      this.problem = words().photos.tooLarge;
      return;
    }
    this.chosen = { file, preview: URL.createObjectURL(file) };
  };

  private readonly send = async (event: Event) => {
    event.preventDefault();
    if (!this.chosen) return;
    const { file } = this.chosen;
    const text = (id: string) => this.renderRoot.querySelector<HTMLInputElement>(id)!.value.trim();
    const said = { caption: text('#caption'), caption_en: text('#caption-en') };
    if (await this.act(() => add(this.station, file, said), words().photos.added)) this.clear();
  };

  private async erase(p: Photo): Promise<void> {
    const w = words().photos;
    const dialog = this.renderRoot.querySelector('ask-dialog') as AskDialog;
    if (!(await dialog.ask({ title: w.delete, text: w.deleteText, reason: 'none', yes: w.delete, danger: true }))) return;
    await this.act(() => drop(this.station, p.id), w.deleted);
  }

  // act does something to the photos, and reports whether it was done.
  private async act(what: () => Promise<unknown>, done: string): Promise<boolean> {
    this.busy = true;
    this.problem = '';
    try {
      await what();
      await this.load();
      tell(this, 'changed', done);
      return true;
    } catch (problem) {
      this.problem = explain(problem);
      return false;
    } finally {
      this.busy = false;
    }
  }

  private async load(): Promise<void> {
    const { station } = this;
    try {
      const list = await kept(station);
      await Promise.all(list.filter((p) => !p.shown && !this.own.has(p.id)).map((p) => this.fetch(station, p.id)));
      if (station === this.station) this.list = list;
    } catch (problem) {
      if (station === this.station) this.problem = explain(problem);
    }
  }

  // fetch gets a photo that riders do not see yet, unless its station has gone
  // from the panel meanwhile.
  private async fetch(station: string, id: string): Promise<void> {
    const address = await waiting(station, id);
    if (station === this.station) this.own.set(id, address);
    else URL.revokeObjectURL(address);
  }

  private readonly clear = () => {
    this.unchoose();
    this.renderRoot.querySelector<HTMLInputElement>('#photo')!.value = '';
  };

  private unchoose(): void {
    if (this.chosen) URL.revokeObjectURL(this.chosen.preview);
    this.chosen = undefined;
  }

  private forget(): void {
    this.unchoose();
    for (const address of this.own.values()) URL.revokeObjectURL(address);
    this.own.clear();
    this.list = [];
  }
}

customElements.define('photo-panel', PhotoPanel);
