import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { photoAt, photos, type Photo } from '../api/photo';
import { closeDialog, openDialog } from '../look/dialog';
import { parts } from '../look/parts';
import { Speaks, tongue } from '../words/language';
import { words } from '../words/rider';

/** PhotoView shows the photos of a station large, over the page, from the
 *  moment that it is there. It sends `photo-close` when it was closed. */
export class PhotoView extends LitElement {
  static override properties = { station: {}, name: {}, list: { state: true }, problem: { state: true } };

  declare station: string;
  declare name: string;
  declare list: Photo[] | undefined;
  declare problem: unknown;

  static override styles = [
    parts,
    css`
      dialog {
        width: min(50rem, 100vw);
        max-width: none;
        max-height: 100vh;
        max-height: 100dvh;
        margin: auto;
        padding: 0.75rem;
        border: 0;
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 70%);
      }
      .head {
        position: sticky;
        top: 0;
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 0.5rem;
        background: var(--card);
      }
      h2 {
        font-size: 1.125rem;
        overflow-wrap: anywhere;
      }
      figure {
        margin: 0.75rem 0 0;
      }
      img {
        display: block;
        width: 100%;
        height: auto;
        max-height: 80vh;
        object-fit: contain;
        background: var(--sunk);
      }
      figcaption {
        margin-top: 0.25rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override firstUpdated(): void {
    openDialog(this.renderRoot.querySelector('dialog')!);
    void this.load();
  }

  override render(): TemplateResult {
    const w = words();
    return html`<dialog aria-labelledby="title" @close=${this.closed}>
      <div class="head">
        <h2 id="title" lang="zh-CN">${this.name}</h2>
        <button @click=${() => closeDialog(this.renderRoot.querySelector('dialog')!)}>${w.close}</button>
      </div>
      <div role="status">${this.list || this.problem ? nothing : html`<p class="soft">${w.loading}</p>`}</div>
      ${this.problem ? html`<p class="note bad" role="alert">${inWords(this.problem, w)} <button @click=${() => this.load()}>${w.retry}</button></p>` : nothing}
      ${this.list?.length === 0 ? html`<p class="note">${w.card.noPhoto}</p>` : nothing}
      ${this.list?.map((p, i) => this.figure(p, i))}
    </dialog>`;
  }

  private figure(p: Photo, i: number): TemplateResult {
    const caption = (tongue.language === 'en' && p.caption_en) || p.caption || p.caption_en;
    return html`<figure>
      <img src=${photoAt(this.station, p.id)} width=${p.width} height=${p.height} loading=${i === 0 ? 'eager' : 'lazy'} alt=${caption || words().card.photoOf(this.name)} />
      ${caption ? html`<figcaption>${caption}</figcaption>` : nothing}
    </figure>`;
  }

  private async load(): Promise<void> {
    this.problem = undefined;
    try {
      this.list = await photos(this.station);
    } catch (problem) {
      this.problem = problem;
    }
  }

  private readonly closed = () => this.dispatchEvent(new CustomEvent('photo-close'));
}

customElements.define('photo-view', PhotoView);
