import { LitElement, css, html, type TemplateResult } from 'lit';
import type { Plan } from '../api/coverage';
import type { Meta, Mode } from '../api/types';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { LONGEST } from './address';
import './plan-filters';

const MODES: readonly Mode[] = ['walk', 'ride', 'truck'];
const PRESETS = [5, 10, 15, 20, 30];

/** PlanForm lets a planner say what to compute. It sends `plan-change` with
 *  the new Plan, and `plan-run` when it is to be computed. */
export class PlanForm extends LitElement {
  static override properties = { plan: { attribute: false }, meta: { attribute: false }, busy: { type: Boolean } };

  declare plan: Plan;
  declare meta: Meta | undefined;
  declare busy: boolean;

  static override styles = [
    parts,
    css`
      form {
        display: grid;
        gap: 0.625rem;
      }
      .field,
      fieldset {
        display: grid;
        gap: 0.25rem;
        min-width: 0;
      }
      legend,
      label.name {
        padding: 0;
        margin-bottom: 0.25rem;
        font-weight: 600;
      }
      .own {
        width: 4.75rem;
      }
      .main {
        min-height: 3.25rem;
        font-size: 1.125rem;
      }
    `,
  ];

  constructor() {
    super();
    this.busy = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().planner;
    return html`<form @submit=${this.run}>
      ${this.areas()} ${this.modes()} ${this.minutes()} ${this.stations()}
      <plan-filters .plan=${this.plan} .meta=${this.meta}></plan-filters>
      <button class="main" ?disabled=${this.busy}>${this.busy ? w.running : w.run}</button>
    </form>`;
  }

  private areas(): TemplateResult {
    const w = words().planner;
    const areas = this.meta?.areas ?? [];
    return html`<div class="field">
      <label class="name" for="area">${w.area}</label>
      <select id="area" @change=${(e: Event) => this.change({ area: value(e) })}>
        <option value="" .selected=${this.plan.area === ''}>${w.everywhere}</option>
        ${areas.map((a) => html`<option lang="zh-CN" value=${a.adcode} .selected=${this.plan.area === a.adcode}>${a.name} · ${a.adcode}</option>`)}
      </select>
    </div>`;
  }

  private modes(): TemplateResult {
    const w = words();
    return html`<fieldset>
      <legend>${w.planner.mode}</legend>
      <div class="row">${MODES.map((m) => this.choice('mode', w.modes[m], this.plan.mode === m, { mode: m }))}</div>
    </fieldset>`;
  }

  private minutes(): TemplateResult {
    const w = words().planner;
    return html`<fieldset>
      <legend>${w.minutes}</legend>
      <div class="row">
        ${PRESETS.map((m) => this.choice('minutes', String(m), this.plan.minutes === m, { minutes: m }))}
        <input
          class="own"
          type="number"
          inputmode="numeric"
          min="1"
          max=${LONGEST}
          required
          aria-label=${w.otherMinutes}
          .value=${String(this.plan.minutes)}
          @change=${this.own}
        />
      </div>
    </fieldset>`;
  }

  private stations(): TemplateResult {
    const w = words().planner;
    return html`<fieldset>
      <legend>${w.k}</legend>
      <div class="row">
        ${this.choice('k', w.k1, this.plan.k === 1, { k: 1 })} ${this.choice('k', w.k2, this.plan.k === 2, { k: 2 })}
      </div>
    </fieldset>`;
  }

  private choice(name: string, text: string, on: boolean, part: Partial<Plan>): TemplateResult {
    return html`<label class="tick"><input type="radio" name=${name} .checked=${on} @change=${() => this.change(part)} />${text}</label>`;
  }

  private readonly own = (event: Event) => {
    const field = event.target as HTMLInputElement;
    if (field.reportValidity()) this.change({ minutes: field.valueAsNumber });
  };

  private readonly run = (event: SubmitEvent) => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('plan-run', { bubbles: true, composed: true }));
  };

  private change(part: Partial<Plan>): void {
    this.dispatchEvent(new CustomEvent<Plan>('plan-change', { detail: { ...this.plan, ...part }, bubbles: true, composed: true }));
  }
}

function value(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

customElements.define('plan-form', PlanForm);
