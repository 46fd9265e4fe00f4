import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Along, Call } from '../api/along';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import { pill } from '../station/glance';
import { stationLook } from '../station/station-look';
import { words } from '../words/driver';
import { Speaks, named } from '../words/language';
import { facts, ways, where } from './call-facts';
import { doorThen } from './then';

/** CallList lists the stations beside a route in order of travel. It sends
 *  `call-pick` with a station's id, and shows the one that is picked. */
export class CallList extends LitElement {
  static override properties = { answer: { attribute: false }, meta: { attribute: false }, picked: {} };

  declare answer: Along;
  declare meta: Meta | undefined;
  declare picked: string;

  static override styles = [
    parts,
    stationLook,
    css`
      section,
      ol {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      h3 {
        font-size: 1.25rem;
      }
      h4 {
        margin: 0;
        font-size: 1.125rem;
      }
      article {
        scroll-margin: 1rem;
      }
      article.picked {
        border-color: var(--warm);
        box-shadow: 0 0 0 1px var(--warm);
      }
    `,
  ];

  constructor() {
    super();
    this.picked = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().driver;
    const { stations, total, too_small } = this.answer;
    return html`<section>
      <h3>${w.list}</h3>
      <p>${stations.length > 0 ? w.total(stations.length, total) : w.none} ${too_small > 0 ? w.tooSmall(too_small) : nothing}</p>
      <ol>
        ${stations.map((call) => html`<li>${this.call(call)}</li>`)}
      </ol>
    </section>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('picked') && this.picked) this.renderRoot.querySelector('article.picked')?.scrollIntoView({ block: 'nearest' });
  }

  private call(call: Call): TemplateResult {
    return html`<article class=${this.picked === call.id ? 'picked' : ''} data-id=${call.id}>
      <h4 lang="zh-CN">${call.name}</h4>
      <p class="soft">${named(this.meta?.words.kinds, call.kind)}</p>
      ${where(call)}
      <p class="facts">${pill(doorThen(call, Date.now(), words()))}</p>
      ${facts(call, this.meta)}
      ${ways(call, () => this.dispatchEvent(new CustomEvent('call-pick', { detail: call.id, bubbles: true, composed: true })))}
    </article>`;
  }
}

customElements.define('call-list', CallList);
