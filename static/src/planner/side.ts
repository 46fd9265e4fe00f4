import { html, nothing, type TemplateResult } from 'lit';
import type { FeatureCollection } from 'geojson';
import type { Measure } from '../api/accessibility';
import type { Plan, Span } from '../api/coverage';
import type { HostFile } from '../api/hosts';
import type { Site, Wish } from '../api/siting';
import type { Bench } from './bench';
import './compare-panel';
import './coverage-summary';
import { today } from './day';
import './districts-panel';
import './equity-panel';
import './gap-list';
import './hours-panel';
import './reliance-panel';
import './sites-panel';
import { waiting } from './waiting';
import './whatif-panel';
import { words } from '../words/planner';

/** side is the side of a result that the view's tab names. */
export function side(bench: Bench, { mapped, adding }: { mapped: boolean; adding: boolean }): TemplateResult {
  const { view, trial } = bench;
  const { run, plan } = bench.answer.value!;
  switch (view.tab) {
    case 'coverage':
      return html`<coverage-summary .run=${run} .plan=${plan}></coverage-summary>`;
    case 'gaps':
      return html`<gap-list .gaps=${bench.ranked} .areas=${bench.meta.value?.areas ?? []} .picked=${view.gap} .trying=${Boolean(trial.effect)}></gap-list>`;
    case 'districts':
      return html`<districts-panel
        .areas=${run.areas ?? []}
        .run=${run.id}
        .level=${view.level}
        .mapped=${mapped}
        @level=${(e: CustomEvent<string>) => bench.go({ level: e.detail }, true)}
      ></districts-panel>`;
    case 'hours':
      return html`<hours-panel .plan=${view.plan} .span=${view.span} @span=${(e: CustomEvent<Span>) => bench.go({ span: e.detail })}></hours-panel>`;
    case 'whatif':
      return html`<whatif-panel
        .trial=${trial}
        .edits=${trial.list}
        .effect=${trial.effect}
        .stations=${trial.resting}
        .busy=${trial.busy}
        .station=${view.station}
        .circle=${view.circle}
        .adding=${adding}
        .timed=${plan.at !== ''}
        .mapped=${mapped}
      ></whatif-panel>`;
    case 'sites':
      return html`<sites-panel
        .run=${run.id}
        .timed=${plan.at !== ''}
        .gaps=${run.gaps ?? []}
        .wish=${view.wish}
        .hosts=${bench.hosts}
        .answered=${view.found}
        @wish=${(e: CustomEvent<Wish>) => bench.go({ wish: e.detail, found: '' }, true)}
        @hosts=${(e: CustomEvent<HostFile | undefined>) => bench.take(e.detail)}
        @found=${(e: CustomEvent<string>) => bench.go({ found: e.detail }, true)}
        @sites=${(e: CustomEvent<FeatureCollection | undefined>) => bench.mark({ sites: e.detail })}
        @site-try=${(e: CustomEvent<Site[]>) => bench.tryAt(e.detail)}
      ></sites-panel>`;
    case 'reliance':
      return html`<reliance-panel
        .run=${run.id}
        .k=${plan.k}
        .covered=${run.demand.covered}
        .station=${view.station}
        @loads=${(e: CustomEvent<FeatureCollection>) => bench.mark({ loads: e.detail })}
      ></reliance-panel>`;
    case 'equity':
      return html`<equity-panel .plan=${plan} .measure=${view.measure} @measure=${(e: CustomEvent<Measure>) => bench.go({ measure: e.detail }, true)}></equity-panel>`;
    case 'compare':
      return html`<compare-panel
          .run=${run}
          .plan=${plan}
          .duel=${bench.duel.value}
          .against=${view.against}
          .day=${today()}
          @keep=${() => bench.keep()}
          @unkeep=${() => bench.go({ against: '', was: '' })}
          @variant=${(e: CustomEvent<Plan>) => bench.keep(e.detail)}
        ></compare-panel>
        ${trial.list.length > 0 ? html`<p class="note">${words().compare.without(trial.list.length)}</p>` : nothing} ${waiting(bench.duel)}`;
  }
}
