import { LitElement, css, html, type TemplateResult } from 'lit';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import { toggled } from '../look/toggle';
import { words } from '../words/driver';
import { distance } from '../words/format';
import { Speaks, named } from '../words/language';
import type { Journey } from './journey';

const CORRIDORS = ['500', '1000', '2000', '5000', '10000'];
const OFFERS = ['truck_parking', 'hot_water', 'toilet', 'shower', 'heat_food', 'laundry', 'nap', 'repair_tools'];

/** Field is a number that may be typed. */
type Field = 'heightM' | 'lengthM' | 'weightT' | 'drivenMinutes' | 'hours';

/** LorryForm takes the vehicle and the journey. It sends `journey-change` with
 *  the new Journey. */
export class LorryForm extends LitElement {
  static override properties = { journey: { attribute: false }, meta: { attribute: false } };

  declare journey: Journey;
  declare meta: Meta | undefined;

  static override styles = [
    parts,
    css`
      section {
        display: grid;
        gap: 0.625rem;
      }
      h3 {
        font-size: 1.125rem;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(8.5rem, 100%), 1fr));
        gap: 0.625rem;
        align-items: end;
      }
      label.field {
        display: grid;
        min-width: 0;
        gap: 0.25rem;
      }
      .moment {
        grid-column: 1 / -1; /* half a phone shows the day and cuts the hour off */
      }
      input {
        min-width: 0;
      }
      legend {
        padding: 0;
        margin-bottom: 0.375rem;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const { journey } = this;
    return html`<section aria-labelledby="lorry">
      <h3 id="lorry">${w.driver.lorry}</h3>
      <div class="fields">
        ${this.number('heightM', w.driver.height, 0.1, 6)} ${this.number('lengthM', w.driver.length, 0.1, 30)} ${this.number('weightT', w.driver.weight, 0.1, 100)}
        ${this.number('drivenMinutes', w.driver.driven, 1, 240)} ${this.number('hours', w.driver.hours, 0.1, 200)}
        <label class="field">
          ${w.driver.corridor}
          <select @change=${(e: Event) => this.change({ corridorM: valueOf(e) })}>
            ${CORRIDORS.map((m) => html`<option value=${m} .selected=${m === journey.corridorM}>${distance(Number(m), w)}</option>`)}
          </select>
        </label>
        <label class="field moment">
          ${w.driver.departure}
          <input type="datetime-local" .value=${journey.departure} @change=${(e: Event) => this.change({ departure: valueOf(e) })} />
        </label>
      </div>
      <fieldset>
        <legend>${w.driver.services}</legend>
        <div class="row">${OFFERS.map((code) => this.tick(code))}</div>
      </fieldset>
    </section>`;
  }

  private number(field: Field, label: string, step: number, most: number): TemplateResult {
    return html`<label class="field">
      ${label}
      <input
        type="number"
        inputmode="decimal"
        min=${field === 'drivenMinutes' ? 0 : step}
        max=${most}
        step=${step}
        .value=${this.journey[field]}
        @change=${(e: Event) => this.change({ [field]: valueOf(e) })}
      />
    </label>`;
  }

  private tick(code: string): TemplateResult {
    const { services } = this.journey;
    return html`<label class="tick">
      <input type="checkbox" .checked=${services.includes(code)} @change=${() => this.change({ services: toggled(services, code) })} />
      ${named(this.meta?.words.services, code)}
    </label>`;
  }

  private change(part: Partial<Journey>): void {
    this.dispatchEvent(new CustomEvent<Journey>('journey-change', { detail: { ...this.journey, ...part } }));
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('lorry-form', LorryForm);
