import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { HostFile } from '../api/hosts';
import { FAIR, FROM, UNTIL, type Fair, type From, type Wish } from '../api/siting';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { MOST_SITES } from './address';
import './hosts-box';

const SPACINGS = [0, 300, 500, 1000];

/** SitesForm asks what is wanted of the next sites and what they are chosen
 *  from. It sends `wish`, `hosts` with a file that was read, and `sites-search`. */
export class SitesForm extends LitElement {
  static override properties = { wish: { attribute: false }, hosts: { attribute: false }, timed: { type: Boolean }, busy: { type: Boolean }, lost: { type: Boolean }, lacking: { state: true } };

  declare wish: Wish;
  declare hosts: HostFile | undefined;
  /** timed is whether the run looks at an hour, so that longer hours help. */
  declare timed: boolean;
  declare busy: boolean;
  /** lost is whether an answer is shown whose file of hosts is not here. */
  declare lost: boolean;
  /** lacking is whether a search was wanted without the file that it needs. */
  declare lacking: boolean;

  static override styles = [
    parts,
    css`
      form,
      .field {
        display: grid;
        gap: 0.375rem;
      }
      form {
        gap: 0.625rem;
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.5rem;
        align-items: end;
      }
      hosts-box {
        padding: 0.75rem;
        border-radius: 0.75rem;
        border: 1px solid var(--line);
      }
    `,
  ];

  constructor() {
    super();
    this.timed = this.busy = this.lost = this.lacking = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const { wish } = this;
    return html`<form @submit=${this.search}>
      <div class="two">
        <label class="field">${w.sites.p}
          <input type="number" min="1" max=${MOST_SITES} step="1" required .value=${String(wish.p)} @change=${this.number((p) => ({ p }))} />
        </label>
        <label class="field">${w.sites.spacing}
          <select @change=${(e: Event) => this.set({ spacing: Number(value(e)) })}>
            ${SPACINGS.map((m) => html`<option value=${m} .selected=${m === wish.spacing}>${m === 0 ? w.sites.any : w.unit.metres(m)}</option>`)}
          </select>
        </label>
      </div>
      ${choice(w.hosts.from, FROM, wish.from, (f: From) => w.hosts.froms[f], (from) => this.set({ from }))}
      ${wish.from === 'gaps' ? nothing : this.hostsPart()}
      ${choice(w.sites.fair, FAIR, wish.fair, (f: Fair) => w.sites.fairs[f], (fair) => this.set({ fair }))}
      ${this.timed ? choice(w.sites.longer, UNTIL, wish.longer, (u: string) => (u ? w.sites.until(u) : w.sites.noLonger), (longer) => this.set({ longer })) : nothing}
      ${this.lacking && !this.hosts ? html`<p class="note bad" role="alert">${w.hosts.need}</p>` : nothing}
      <button class="main" ?disabled=${this.busy}>${w.sites.search}</button>
    </form>`;
  }

  // hostsPart asks for the file, and for what only hosts have: costs, owners.
  private hostsPart(): TemplateResult {
    const w = words().hosts;
    const { wish } = this;
    const list = this.hosts?.candidates ?? [];
    const costs = list.some((h) => h.cost) || wish.budget > 0;
    const free = wish.from === 'both' || list.some((h) => !h.cost);
    return html`<hosts-box .hosts=${this.hosts} ?lost=${this.lost}></hosts-box>
      ${costs
        ? html`<div class="two">
            <label class="field">${w.budget} <input type="number" min="0" step="any" .value=${wish.budget ? String(wish.budget) : ''} @change=${this.number((budget) => ({ budget }))} /></label>
            ${free && wish.budget > 0
              ? html`<label class="field">${w.siteCost} <input type="number" min="0.000001" step="any" required .value=${wish.siteCost ? String(wish.siteCost) : ''} @change=${this.number((siteCost) => ({ siteCost }))} /></label>`
              : nothing}
          </div>`
        : nothing}
      ${list.some((h) => h.host) || wish.single
        ? html`<label class="tick"><input type="checkbox" .checked=${wish.single} @change=${(e: Event) => this.set({ single: (e.target as HTMLInputElement).checked })} />${w.single}</label>`
        : nothing}`;
  }

  private readonly search = (e: SubmitEvent) => {
    e.preventDefault();
    this.lacking = this.wish.from !== 'gaps' && !this.hosts?.candidates.length;
    if (!this.lacking) this.send('sites-search', undefined);
  };

  // number takes what a field of numbers holds, 0 when that is nothing.
  private number(part: (n: number) => Partial<Wish>): (e: Event) => void {
    return (e) => {
      const field = e.target as HTMLInputElement;
      if (field.reportValidity()) this.set(part(Number(field.value)));
    };
  }

  private set(part: Partial<Wish>): void {
    this.send('wish', { ...this.wish, ...part });
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

// choice asks for one of several, in a line of its own.
function choice<T extends string>(label: string, all: readonly T[], now: T, write: (v: T) => string, take: (v: T) => void): TemplateResult {
  return html`<label class="field">${label}
    <select @change=${(e: Event) => take(value(e) as T)}>
      ${all.map((v) => html`<option value=${v} .selected=${v === now}>${write(v)}</option>`)}
    </select>
  </label>`;
}

function value(e: Event): string {
  return (e.target as HTMLSelectElement).value;
}

customElements.define('sites-form', SitesForm);
