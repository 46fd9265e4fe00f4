import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Comparison, Plan } from '../api/coverage';
import type { Coverage } from '../api/types';
import { parts } from '../look/parts';
import { count, percent, signed } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { momentOf } from './day';
import { changeTable } from './effect-summary';
import { csv, save } from './files';
import { told } from './plan-text';
import { resultLook } from './result-look';
import { shareText } from './waiting';

/** Duel is a run beside the one that is shown. */
export interface Duel {
  plan: Plan;
  run: Coverage;
  comparison: Comparison;
}

/** ComparePanel sets the run that was kept (A) beside the one shown (B). It
 *  sends `keep` to keep the one shown, `unkeep`, and `variant` with a plan to
 *  compare with it at once. */
export class ComparePanel extends LitElement {
  static override properties = { run: { attribute: false }, plan: { attribute: false }, duel: { attribute: false }, against: {}, day: {} };

  declare run: Coverage;
  declare plan: Plan;
  declare duel: Duel | undefined;
  declare against: string;
  /** day is one that a night is looked at of. */
  declare day: string;

  static override styles = [parts, resultLook];

  constructor() {
    super();
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().compare;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.title}</h2>
      ${this.against ? this.kept() : this.begin()} ${this.duel && this.against ? this.result(this.duel) : nothing}
    </section>`;
  }

  private begin(): TemplateResult {
    const w = words().compare;
    return html`
      <p class="soft">${w.what}</p>
      <button class="main" @click=${() => this.send('keep', undefined)}>${w.keep}</button>
      <p>${w.orAtOnce}</p>
      <div class="row">${this.variants().map(([text, plan]) => html`<button @click=${() => this.send('variant', plan)}>${text}</button>`)}</div>
    `;
  }

  // variants are the questions that are asked most often of a first run.
  private variants(): [string, Plan][] {
    const w = words();
    const { plan, day } = this;
    const all: [string, Plan, boolean][] = [
      [w.compare.night, { ...plan, at: momentOf(day, 22) }, plan.at === ''],
      [w.compare.cross, { ...plan, k: 2 }, plan.k === 1],
      [w.modes.ride, { ...plan, mode: 'ride' }, plan.mode === 'walk'],
      [w.compare.shorter, { ...plan, minutes: 10 }, plan.minutes > 10],
    ];
    return all.filter(([, , fits]) => fits).map(([text, p]) => [text, p]);
  }

  private kept(): TemplateResult {
    const w = words().compare;
    const same = this.against === this.run.id;
    return html`
      <dl>
        <div><dt>A</dt><dd>${this.duel ? told(this.duel.plan) : ''}</dd></div>
        <div><dt>B</dt><dd>${told(this.plan)}</dd></div>
      </dl>
      ${same ? html`<p class="note">${w.same}</p>` : nothing}
      <button @click=${() => this.send('unkeep', undefined)}>${w.end}</button>
    `;
  }

  private result({ run, comparison }: Duel): TemplateResult {
    if (run.id === this.run.id) return html``;
    const w = words();
    const c = comparison;
    const other = c.differs.filter((d) => d === 'roads' || d === 'layer' || d === 'res' || d === 'area');
    return html`
      <p class="share pair"><strong>${shareText(run.demand.share, percent)} → ${shareText(this.run.demand.share, percent)}</strong></p>
      ${other.length > 0 ? html`<p class="note bad">${w.compare.differs(other.map((d) => (w.compare.names as Record<string, string>)[d] ?? d).join(w.and))}</p>` : nothing}
      <dl>
        <div><dt>${w.compare.gained}</dt><dd>${signed(c.demand.gained)} (${w.compare.cells(count(c.cells.gained))})</dd></div>
        <div><dt>${w.compare.lost}</dt><dd>${signed(-c.demand.lost)} (${w.compare.cells(count(c.cells.lost))})</dd></div>
      </dl>
      ${changeTable(c.areas, 'A', 'B')}
      <button @click=${() => save(`compare-${run.id}-${this.run.id}.csv`, 'text/csv', csv([['adcode', 'name', 'a', 'b', 'change'], ...c.areas.map((a) => [a.adcode, a.name, a.from, a.to, a.change])]))}>CSV</button>
    `;
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('compare-panel', ComparePanel);
