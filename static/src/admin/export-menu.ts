import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { DATUMS, type Datum } from '../api/registry';
import { download } from '../api/send';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import { deskLook } from './desk-look';

/** ExportMenu gives the registry as a file. */
export class ExportMenu extends LitElement {
  static override properties = { opened: { state: true }, datum: { state: true }, problem: { state: true } };

  declare opened: boolean;
  declare datum: Datum;
  declare problem: string;

  static override styles = [
    parts,
    deskLook,
    css`
      :host {
        position: relative;
      }
      .menu {
        position: absolute;
        right: 0;
        z-index: 5;
        width: 17rem;
        margin-top: 0.25rem;
        box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
      }
    `,
  ];

  constructor() {
    super();
    this.opened = false;
    this.datum = 'gcj02';
    this.problem = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    return html`<button aria-expanded=${this.opened ? 'true' : 'false'} @click=${() => (this.opened = !this.opened)}>${w.list.export}</button>
      ${this.opened ? this.menu() : nothing}`;
  }

  private menu(): TemplateResult {
    const w = words();
    return html`<div class="menu sheet stack" @keydown=${this.escape}>
      <div>
        <label class="name" for="datum">${w.datum.label}</label>
        <select id="datum" @change=${(e: Event) => (this.datum = (e.target as HTMLSelectElement).value as Datum)}>
          ${DATUMS.map((d) => html`<option value=${d} .selected=${d === this.datum}>${w.datum[d]}</option>`)}
        </select>
      </div>
      <div class="row">
        ${(['xlsx', 'csv', 'geojson'] as const).map((f) => html`<button @click=${() => this.fetch(f)}>${f === 'xlsx' ? 'Excel' : f === 'csv' ? 'CSV' : 'GeoJSON'}</button>`)}
      </div>
      <p class="hint">${w.list.exportHint}</p>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
    </div>`;
  }

  private readonly escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') this.opened = false;
  };

  private async fetch(format: string): Promise<void> {
    this.problem = '';
    try {
      await download(`/v1/exports?${new URLSearchParams({ format, datum: this.datum })}`, `stations.${format}`, { patience: 120_000 });
      this.opened = false;
    } catch (problem) {
      this.problem = inWords(problem, words());
    }
  }
}

customElements.define('export-menu', ExportMenu);
