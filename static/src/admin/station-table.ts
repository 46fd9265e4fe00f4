import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { DeskMeta, Entry } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks, named } from '../words/language';
import type { Desk } from './address';
import { areaName } from './areas';
import { day } from './moments';
import { deskLook } from './desk-look';
import { turn } from './events';
import { beside } from './stations-look';

/** StationTable lists stations. The name of each is a button that chooses it;
 *  the whole row does so for who has a mouse. */
export class StationTable extends LitElement {
  static override properties = { stations: { attribute: false }, meta: { attribute: false }, desk: { attribute: false } };

  declare stations: Entry[];
  declare meta: DeskMeta;
  declare desk: Desk;

  static override styles = [
    parts,
    deskLook,
    css`
      tbody tr {
        cursor: pointer;
      }
      tbody tr:hover {
        background: var(--sunk);
      }
      tbody tr[data-picked] {
        background: var(--warm-wash);
        box-shadow: inset 4px 0 0 var(--warm);
      }
      tbody th {
        padding: 0;
        min-width: 9rem;
      }
      th button {
        width: 100%;
        padding-right: 0.625rem;
        padding-left: 0.625rem; /* the name stands below its heading */
        justify-content: flex-start;
        border-color: transparent;
        background: none;
        text-align: start;
        font-weight: 600;
      }
      th button[aria-pressed='true'] {
        box-shadow: none;
        background: none;
        border-color: transparent;
      }
      td {
        white-space: nowrap;
      }
      td.address {
        white-space: normal;
        min-width: 8rem;
        max-width: 16rem;
      }
      @media (max-width: 40rem) {
        .less {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.stations = [];
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().list;
    if (this.stations.length === 0) return html`<p class="note">${w.none}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">${w.name}</th>
            <th scope="col">${w.kind}</th>
            <th scope="col">${w.stage}</th>
            <th scope="col" class="less">${w.area}</th>
            <th scope="col" class="less">${w.checked}</th>
            <th scope="col" class="less">${w.updated}</th>
          </tr>
        </thead>
        <tbody>
          ${this.stations.map((s) => this.line(s))}
        </tbody>
      </table>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('desk') && this.desk.id && beside()) this.renderRoot.querySelector('tr[data-picked]')?.scrollIntoView({ block: 'nearest' });
  }

  private line(s: Entry): TemplateResult {
    const w = words().list;
    const { kinds, lifecycles } = this.meta.words;
    const picked = s.id === this.desk.id;
    return html`<tr data-id=${s.id} ?data-picked=${picked} @click=${() => this.pick(s.id)}>
      <th scope="row">
        <button aria-pressed=${picked ? 'true' : 'false'} @click=${(e: Event) => this.press(e, s.id)}>${s.name}</button>
      </th>
      <td>${named(kinds, s.kind)}</td>
      <td><span class="tag ${tone(s.lifecycle)}">${named(lifecycles, s.lifecycle)}</span></td>
      <td class="less">${areaName(this.meta.areas ?? [], s.adcode)}</td>
      <td class="less">
        ${s.verified_at ? day(s.verified_at) : w.neverChecked}
        ${s.badge && s.badge !== 'none' ? html`<span class="tag care">${named(this.meta.words.badges, s.badge)}</span>` : nothing}
      </td>
      <td class="less when">${s.updated_at ? day(s.updated_at) : ''}</td>
    </tr>`;
  }

  private press(event: Event, id: string): void {
    event.stopPropagation(); // of the row
    this.pick(id);
  }

  private pick(id: string): void {
    turn(this, { id: this.desk.id === id ? '' : id }, true);
  }
}

/** tone is how good a stage of life is for a rider. */
export function tone(stage: string): string {
  if (stage === 'open') return 'good';
  if (stage === 'trial' || stage === 'suspended') return 'care';
  return stage === 'closed' || stage === 'merged' ? 'bad' : '';
}

customElements.define('station-table', StationTable);
