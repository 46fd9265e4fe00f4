import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { DeskMeta } from '../api/registry';
import { parts } from '../look/parts';
import { words } from '../words/admin';
import { Speaks } from '../words/language';
import type { Clash } from './changes';
import { deskLook } from './desk-look';
import { tell } from './events';
import { label, shown } from './shown';

/** ClashPanel shows what two people wrote into the same fields. It sends
 *  `settled` with the fields that are left to the other, or `theirs` to drop
 *  all that was changed here. */
export class ClashPanel extends LitElement {
  static override properties = { clashes: { attribute: false }, by: {}, meta: { attribute: false } };

  declare clashes: Clash[];
  declare by: string;
  declare meta: DeskMeta;

  static override styles = [parts, deskLook];

  constructor() {
    super();
    this.clashes = [];
    this.by = '';
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().clash;
    return html`<section class="note care stack" role="alertdialog" aria-labelledby="clash" aria-describedby="clash-text">
      <h3 id="clash">${w.heading(this.by)}</h3>
      <p id="clash-text">${this.clashes.length > 0 ? w.text : w.apart}</p>
      ${this.clashes.length > 0 ? this.table() : nothing}
      <div class="row">
        <button type="button" class="main" @click=${this.settle}>${w.settle}</button>
        <button type="button" class="danger" @click=${() => tell(this, 'theirs')}>${w.theirsAll}</button>
      </div>
    </section>`;
  }

  private table(): TemplateResult {
    const w = words().clash;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">${words().past.field}</th>
            <th scope="col">${w.was}</th>
            <th scope="col">${w.theirs}</th>
            <th scope="col">${w.mine}</th>
          </tr>
        </thead>
        <tbody>
          ${this.clashes.map(
            (c) => html`<tr>
              <th scope="row">${label(c.field)}</th>
              <td class="break">${shown(c.field, c.base, this.meta) || words().past.empty}</td>
              <td>${this.choice(c, 'theirs')}</td>
              <td>${this.choice(c, 'mine')}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private choice(c: Clash, whose: 'theirs' | 'mine'): TemplateResult {
    return html`<label class="tick"
      ><input type="radio" name=${c.field} value=${whose} ?checked=${whose === 'mine'} />${shown(c.field, c[whose], this.meta) || words().past.empty}</label
    >`;
  }

  private readonly settle = () => {
    const left = [...this.renderRoot.querySelectorAll<HTMLInputElement>('input:checked')].filter((i) => i.value === 'theirs').map((i) => i.name);
    tell(this, 'settled', left);
  };
}

customElements.define('clash-panel', ClashPanel);
