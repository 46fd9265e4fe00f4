import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Along, End, RestPlan as Plan, Stop } from '../api/along';
import type { Meta } from '../api/types';
import { parts } from '../look/parts';
import { pill } from '../station/glance';
import { stationLook } from '../station/station-look';
import { words } from '../words/driver';
import { clock, distance, lasting } from '../words/format';
import { Speaks } from '../words/language';
import { facts, surety, ways, where } from './call-facts';
import { doorThen } from './then';

/** RestPlan shows the four-hour plan as a line of time: driving, rests, the
 *  end; or which stretch is too long. It sends `call-pick` with a station's id. */
export class RestPlan extends LitElement {
  static override properties = { answer: { attribute: false }, earlier: { type: Boolean }, meta: { attribute: false }, picked: {} };

  declare answer: Along;
  /** earlier says that somebody drove before the departure, too. */
  declare earlier: boolean;
  declare meta: Meta | undefined;
  declare picked: string;

  static override styles = [
    parts,
    stationLook,
    css`
      section {
        display: grid;
        gap: 0.625rem;
      }
      h3 {
        font-size: 1.25rem;
      }
      ol {
        display: grid;
      }
      li.node {
        position: relative;
        padding: 0 0 0.75rem 2.25rem;
      }
      li.node::before {
        content: attr(data-mark);
        position: absolute;
        left: 0;
        top: 0.125rem;
        z-index: 1;
        display: grid;
        place-items: center;
        width: 1.625rem;
        height: 1.625rem;
        border-radius: 50%;
        background: var(--warm);
        color: var(--on-warm);
        font-weight: 700;
      }
      li.node:not(:last-child)::after {
        content: '';
        position: absolute;
        left: 0.6875rem;
        top: 0;
        bottom: 0;
        width: 0.25rem;
        background: var(--edge);
      }
      li.node:first-child::after {
        top: 1rem;
      }
      li.gap::before {
        background: var(--shut);
        color: var(--card);
      }
      .drive {
        padding: 0.25rem 0 0.625rem;
        color: var(--soft);
      }
      article.picked {
        border-color: var(--warm);
        box-shadow: 0 0 0 1px var(--warm);
      }
      .surety {
        display: grid;
        gap: 0.125rem;
      }
      h4 {
        margin: 0;
        font-size: 1.125rem;
      }
    `,
  ];

  constructor() {
    super();
    this.picked = '';
    this.earlier = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words();
    const { route, plan } = this.answer;
    return html`<section>
      <h3>${w.driver.plan}</h3>
      <p>
        ${w.driver.whole(distance(route.length_m, w), lasting(route.duration_s, w))}
        ${route.by_road ? nothing : html`<span class="soft">(${w.driver.estimated})</span>`}
      </p>
      ${plan ? this.plan(plan) : nothing}
      <p class="soft">${w.driver.law}</p>
    </section>`;
  }

  private plan(plan: Plan): TemplateResult {
    const w = words();
    const n = plan.stops.length;
    const sum = plan.feasible ? (n === 0 ? w.driver.noRest : w.driver.feasible(n)) : w.driver.infeasible;
    return html`<p class="note ${plan.feasible ? '' : 'bad'}">
        <strong>${sum}</strong>
        ${plan.longest_stretch_s === null ? nothing : w.driver.longest(lasting(plan.longest_stretch_s, w))}
      </p>
      <ol>
        <li class="node" data-mark="●"><strong>${w.driver.start}</strong></li>
        ${plan.stops.map((stop, i) => this.stop(stop, i + 1))} ${plan.problem ? this.problem(plan.problem) : this.end(plan)}
      </ol>`;
  }

  private stop(stop: Stop, n: number): TemplateResult {
    const w = words();
    const now = Date.now();
    return html`<li class="node" data-mark=${n}>
      <p class="drive">${n === 1 && this.earlier ? w.driver.stretchBefore(lasting(stop.stretch_s, w)) : w.driver.stretch(lasting(stop.stretch_s, w))}</p>
      <article class=${this.picked === stop.id ? 'picked' : ''}>
        <h4 lang="zh-CN">${stop.name}</h4>
        <p><strong>${w.driver.rest(clock(stop.arrival, now, w), clock(stop.departure, now, w))}</strong></p>
        ${where(stop)}
        <p class="facts">${pill(doorThen(stop, now, w))}</p>
        ${surety(stop)} ${facts(stop, this.meta)} ${ways(stop, () => this.pick(stop.id))}
      </article>
    </li>`;
  }

  private end(plan: Plan): TemplateResult {
    const w = words();
    const arrive = plan.arrival ? w.driver.arrive(clock(plan.arrival, Date.now(), w)) : '';
    return html`<li class="node" data-mark="⚑"><strong>${w.driver.end}</strong> ${arrive}</li>`;
  }

  private problem({ code, from, to, stretch_s, rest_first }: NonNullable<Plan['problem']>): TemplateResult {
    const w = words();
    const name = (end: End, otherwise: string) => end?.name ?? otherwise;
    const [a, b] = [name(from, w.driver.start), name(to, w.driver.end)];
    const usual = code === 'shut' ? w.driver.shut(a, b) : w.driver.tooFar(a, b, lasting(stretch_s, w));
    const text = rest_first ? w.driver.restFirst(b, lasting(stretch_s, w)) : usual;
    return html`<li class="node gap" data-mark="!"><p class="note bad" role="alert">${text}</p></li>`;
  }

  private pick(id: string): void {
    this.dispatchEvent(new CustomEvent('call-pick', { detail: id, bubbles: true, composed: true }));
  }
}

customElements.define('rest-plan', RestPlan);
