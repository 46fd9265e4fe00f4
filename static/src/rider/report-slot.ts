import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Meta, ServiceState } from '../api/types';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/rider';

/** ReportSlot is where riders tell that they went in vain. The form and what
 *  others told are loaded when somebody wants them. */
export class ReportSlot extends LitElement {
  static override properties = {
    station: {},
    services: { attribute: false },
    meta: { attribute: false },
    state: { state: true },
  };

  declare station: string;
  declare services: ServiceState[];
  declare meta: Meta | undefined;
  declare state: 'shut' | 'there' | 'failed';

  static override styles = [parts];

  constructor() {
    super();
    this.state = 'shut';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().report;
    if (this.state === 'there') {
      return html`<station-reports .station=${this.station} .services=${this.services} .meta=${this.meta}></station-reports>`;
    }
    return html`<button @click=${this.open}>${w.open}</button>
      <div role="status">${this.state === 'failed' ? html`<p class="note bad">${w.failed}</p>` : nothing}</div>`;
  }

  private readonly open = async () => {
    try {
      await import('./station-reports');
      this.state = 'there';
    } catch {
      this.state = 'failed';
    }
  };
}

customElements.define('report-slot', ReportSlot);
