import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { toWGS84, type Datum, type Point } from '../map/datum';
import { words } from '../words/driver';
import { Speaks } from '../words/language';
import { Unread, read } from './route';

const DATUMS: readonly Datum[] = ['gcj02', 'bd09', 'wgs84'];

/** RoutePaste takes a route as text or as a file, with the datum that it is
 *  in. It sends `route-read` with its points in WGS-84. */
export class RoutePaste extends LitElement {
  static override properties = { unfolded: { type: Boolean }, problem: { state: true } };

  /** unfolded shows the form at once: there is no map to tap on. */
  declare unfolded: boolean;
  declare problem: Unread | undefined;

  static override styles = [
    parts,
    css`
      summary {
        display: flex;
        align-items: center;
        min-height: 2.75rem;
        color: var(--warm);
        cursor: pointer;
      }
      form {
        display: grid;
        gap: 0.5rem;
      }
      label {
        display: grid;
        gap: 0.25rem;
      }
      textarea {
        min-height: 5rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--edge);
        border-radius: 0.75rem;
        background: var(--card);
        color: inherit;
        font: inherit;
        resize: vertical;
      }
    `,
  ];

  constructor() {
    super();
    this.unfolded = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().driver;
    return html`<details ?open=${this.unfolded}>
      <summary>▸ ${w.paste}</summary>
      <form @submit=${this.take}>
        <label>${w.pasteHint}<textarea name="text" spellcheck="false" autocomplete="off" @input=${this.guess}></textarea></label>
        <label>${w.file}<input type="file" accept=".gpx,.json,.geojson,.txt,.csv" @change=${this.open} /></label>
        <label>
          ${w.datum}
          <select name="datum">
            ${DATUMS.map((d) => html`<option value=${d}>${w.datums[d]}</option>`)}
          </select>
        </label>
        <button>${w.take}</button>
        <div role="status">${this.problem ? html`<p class="note bad">${w.unread[this.problem.why]}</p>` : nothing}</div>
      </form>
    </details>`;
  }

  // open puts a file's text where a pasted one would be.
  private readonly open = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.field('text').value = await file.text();
    this.guess();
  };

  // guess chooses the datum of what says it: GPX and GeoJSON are in WGS-84 by
  // their own rules. Whoever knows better chooses after it.
  private readonly guess = () => {
    this.problem = undefined; // it was about another text
    if (/^\s*[<{]/.test(this.field('text').value)) this.field('datum').value = 'wgs84';
  };

  private field(name: string): HTMLTextAreaElement | HTMLSelectElement {
    return this.renderRoot.querySelector('form')!.elements.namedItem(name) as HTMLTextAreaElement | HTMLSelectElement;
  }

  private readonly take = (event: SubmitEvent) => {
    event.preventDefault();
    this.use();
  };

  /** offer takes what stands in the form, if anything does. */
  offer(): void {
    if (this.field('text').value.trim()) this.use();
  }

  private use(): void {
    this.problem = undefined;
    try {
      const datum = this.field('datum').value as Datum;
      const route = read(this.field('text').value).map((p) => toWGS84(p, datum));
      this.dispatchEvent(new CustomEvent<Point[]>('route-read', { detail: route, bubbles: true, composed: true }));
      this.renderRoot.querySelector('details')!.open = false; // the route stands above now
    } catch (problem) {
      if (!(problem instanceof Unread)) throw problem;
      this.problem = problem;
    }
  }
}

customElements.define('route-paste', RoutePaste);
