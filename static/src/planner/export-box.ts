import { LitElement, html, type TemplateResult } from 'lit';
import { download, report, workbook } from '../api/coverage';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import './file-link';

/** ExportBox gives a run as files and as a link. It sends `picture` and
 *  `share`. */
export class ExportBox extends LitElement {
  static override properties = { run: {}, mapped: { type: Boolean } };

  declare run: string;
  /** mapped is whether there is a map to make a picture of. */
  declare mapped: boolean;

  static override styles = [parts];

  constructor() {
    super();
    this.mapped = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().planner;
    const id = this.run;
    const table = (what: 'cells' | 'gaps', format: 'csv' | 'geojson', text: string) =>
      html`<file-link .href=${download(id, what, format)} .name=${`coverage-${id}-${what}.${format}`}>${text}</file-link>`;
    return html`<nav class="row" aria-label=${w.exports}>
      <file-link .href=${report(id)} .name=${`coverage-${id}.pdf`}>${w.report}</file-link>
      <file-link .href=${workbook(id)} .name=${`coverage-${id}.xlsx`}>${w.workbook}</file-link>
      ${table('cells', 'csv', w.cellsCSV)} ${table('cells', 'geojson', w.cellsGeo)} ${table('gaps', 'csv', w.gapsCSV)} ${table('gaps', 'geojson', w.gapsGeo)}
      ${this.mapped ? html`<button @click=${() => this.send('picture')}>${w.picture}</button>` : ''}
      <button @click=${() => this.send('share')}>${w.share}</button>
    </nav>`;
  }

  private send(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}

customElements.define('export-box', ExportBox);
