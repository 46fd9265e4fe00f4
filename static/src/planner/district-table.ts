import { LitElement, html, type TemplateResult } from 'lit';
import type { AreaShare } from '../api/types';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { worstFirst } from './order';
import { resultLook } from './result-look';

/** DistrictTable lists the share of each district, the worst served first. */
export class DistrictTable extends LitElement {
  static override properties = { areas: { attribute: false } };

  declare areas: AreaShare[];

  static override styles = [parts, resultLook];

  constructor() {
    super();
    this.areas = [];
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().planner;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.byArea}</h2>
      <table>
        <thead>
          <tr><th scope="col">${w.district}</th><th scope="col">${w.covered}</th><th scope="col">${w.people}</th><th scope="col">${w.rate}</th></tr>
        </thead>
        <tbody>
          ${worstFirst(this.areas).map(
            (a) => html`<tr>
              <th scope="row">${a.name}</th><td>${count(a.covered)}</td><td>${count(a.demand)}</td>
              <td>${a.share === null ? '—' : percent(a.share)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

customElements.define('district-table', DistrictTable);
