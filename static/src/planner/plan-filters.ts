import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Plan, Truck } from '../api/coverage';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import { toggled } from '../look/toggle';
import { Speaks, named, type Word } from '../words/language';
import { words } from '../words/planner';

/** VERIFIED is how many days a verification counts for. */
const VERIFIED = 90;
/** UNMET is the layer of searches that found nothing, which can be asked for wherever some were counted. */
const UNMET = 'unmet';
const SIZES = [
  ['height', 10],
  ['length', 100],
  ['weight', 300],
] as const;

/** PlanFilters are the conditions that most plans leave as they are: kinds,
 *  services, the hour, the demand, verified stations, the lorry. It sends
 *  `plan-change` with the new Plan. */
export class PlanFilters extends LitElement {
  static override properties = { plan: { attribute: false }, meta: { attribute: false } };

  declare plan: Plan;
  declare meta: Meta | undefined;

  static override styles = [
    parts,
    css`
      :host {
        display: grid;
        gap: 0.25rem;
      }
      fieldset {
        display: grid;
        gap: 0.25rem;
        min-width: 0;
      }
      legend {
        padding: 0;
        margin-bottom: 0.25rem;
        font-weight: 600;
      }
      summary {
        display: flex;
        align-items: center;
        min-height: 2.75rem;
        cursor: pointer;
        font-weight: 600;
      }
      summary::before {
        content: '▸';
        margin-inline-end: 0.5rem;
      }
      details[open] summary::before {
        content: '▾';
      }
      .sizes {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: 0.5rem;
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const { plan, meta } = this;
    return html`
      ${plan.mode === 'truck' ? this.truck() : nothing}
      ${this.codes(w.planner.kinds, w.planner.allKinds, meta?.words.kinds, plan.kinds, (kinds) => ({ kinds }))}
      ${this.codes(w.ask.services, w.ask.anyService, meta?.words.services, plan.services, (services) => ({ services }))} ${this.hour()}
      ${this.demand()}
      <label class="tick">
        <input type="checkbox" .checked=${plan.verified > 0} @change=${() => this.change({ verified: plan.verified ? 0 : VERIFIED })} />
        ${w.ask.verified(VERIFIED)}
      </label>
    `;
  }

  private truck(): TemplateResult {
    const w = words().ask;
    const set = (name: keyof Truck) => (e: Event) => {
      const field = e.target as HTMLInputElement;
      if (field.reportValidity()) this.change({ truck: { ...this.plan.truck, [name]: field.valueAsNumber || 0 } });
    };
    return html`<fieldset>
      <legend>${w.truck}</legend>
      <div class="sizes">
        ${SIZES.map(
          ([name, most]) => html`<label>
            <span class="soft">${w[name]}</span>
            <input type="number" inputmode="decimal" min="0" max=${most} step="0.1" .value=${String(this.plan.truck[name] || '')} @change=${set(name)} />
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  private codes(title: string, none: string, list: readonly Word[] | undefined, picked: string[], part: (codes: string[]) => Partial<Plan>): TemplateResult {
    return html`<details>
      <summary>${title}: ${picked.length > 0 ? words().chosen(picked.length) : none}</summary>
      <fieldset>
        <legend class="unseen">${title}</legend>
        <div class="row">
          ${(list ?? []).map(
            ({ code }) => html`<label class="tick">
              <input type="checkbox" .checked=${picked.includes(code)} @change=${() => this.change(part(toggled(picked, code)))} />
              ${named(list, code)}
            </label>`,
          )}
        </div>
      </fieldset>
    </details>`;
  }

  // hour is folded away until it is wanted, as most plans look at no hours.
  private hour(): TemplateResult {
    const { at } = this.plan;
    const w = words().planner;
    return html`<details ?open=${at !== ''}>
      <summary>${w.at}</summary>
      <input id="at" type="datetime-local" aria-label=${w.at} .value=${at} @change=${(e: Event) => this.change({ at: (e.target as HTMLInputElement).value })} />
    </details>`;
  }

  // demand offers every layer that is loaded; those chosen are added up.
  private demand(): TemplateResult | typeof nothing {
    const loaded = (this.meta?.layers ?? []).map((l) => l.name);
    if (loaded.length === 0 && !this.meta?.unmet) return nothing;
    const w = words();
    const chosen = this.plan.layer ? this.plan.layer.split(',') : [];
    const all = loaded.includes(UNMET) ? loaded : [...loaded, UNMET];
    return html`<details>
      <summary>${w.planner.layer}: ${chosen.length > 0 ? chosen.map(layerName).join(' + ') : w.ask.defaultLayer}</summary>
      <fieldset>
        <legend class="unseen">${w.planner.layer}</legend>
        <div class="row">
          ${all.map(
            (name) => html`<label class="tick">
              <input type="checkbox" .checked=${chosen.includes(name)} @change=${() => this.change({ layer: toggled(chosen, name).join(',') })} />
              ${layerName(name)}
            </label>`,
          )}
        </div>
        <p class="soft">${w.ask.layersAdd}</p>
      </fieldset>
    </details>`;
  }

  private change(part: Partial<Plan>): void {
    this.dispatchEvent(new CustomEvent<Plan>('plan-change', { detail: { ...this.plan, ...part }, bubbles: true, composed: true }));
  }
}

// layerName tells the layers that have a name of ours by it.
function layerName(name: string): string {
  return (words().layers as Record<string, string>)[name] ?? name;
}

customElements.define('plan-filters', PlanFilters);
