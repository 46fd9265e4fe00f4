import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { HostFile } from '../api/hosts';
import { REASONS, nextSites, points, question, recallSites, siteFile, type Progress, type Site, type Siting, type Wish } from '../api/siting';
import type { Gap } from '../api/types';
import { Asked } from '../look/asked';
import { parts } from '../look/parts';
import { count, percent } from '../words/format';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { changeTable } from './effect-summary';
import './file-link';
import { resultLook } from './result-look';
import './sites-form';
import { shareText, waiting } from './waiting';

/** SitesPanel looks for the next sites: how many, how they are shared, and how
 *  far any others could go beyond. It sends `wish`, `found` with the answer's
 *  id, `sites` for the map, `site-go` with a place and `site-try` with places
 *  to open in the what-if. */
export class SitesPanel extends LitElement {
  static override properties = { run: {}, timed: { type: Boolean }, gaps: { attribute: false }, wish: { attribute: false }, hosts: { attribute: false }, answered: {}, progress: { state: true } };

  declare run: string;
  /** timed is whether the run looks at an hour, so that longer hours help. */
  declare timed: boolean;
  /** gaps are those of the run: a site is called after one that it helps. */
  declare gaps: Gap[];
  declare wish: Wish;
  /** hosts are a file to choose from. */
  declare hosts: HostFile | undefined;
  /** answered is the id of an answer of before, '' for none. */
  declare answered: string;
  declare progress: Progress | undefined;
  private readonly answer = new Asked<Siting>(this);
  private shown: unknown;

  static override styles = [
    parts,
    resultLook,
    css`
      ol {
        display: grid;
        gap: 0.375rem;
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.375rem;
      }
      li > button:first-child {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 0.5rem;
        text-align: start;
      }
      small {
        grid-column: 1 / -1;
        font-size: 0.875rem;
      }
      progress {
        width: 100%;
        accent-color: var(--warm);
      }
    `,
  ];

  constructor() {
    super();
    this.answered = '';
    this.gaps = [];
    this.timed = false;
    new Speaks(this);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('answered') && !this.answered && !this.answer.busy) this.answer.clear();
    if (changed.has('answered') && this.answered && this.answer.value?.id !== this.answered) this.answer.ask(`id ${this.answered}`, (signal) => recallSites(this.answered, signal));
    const found = this.answer.value;
    const shown = found && found.base === this.run ? found.sites : this.answer.busy ? this.progress?.sites : undefined;
    if (shown === this.shown) return;
    this.shown = shown;
    this.send('sites', shown && points(shown));
  }

  override render(): TemplateResult {
    const w = words().sites;
    const found = this.answer.value;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.title}</h2>
      <p class="soft">${w.what}</p>
      <sites-form
        .wish=${this.wish}
        .hosts=${this.hosts}
        ?timed=${this.timed}
        ?busy=${this.answer.busy}
        ?lost=${found !== undefined}
        @sites-search=${this.search}
      ></sites-form>
      ${this.answer.busy ? this.going() : waiting(this.answer)}
      ${found && !this.answer.busy ? (found.base === this.run ? this.result(found) : html`<p class="note">${w.other}</p>`) : nothing}
    </section>`;
  }

  private going(): TemplateResult {
    const w = words().sites;
    const p = this.progress;
    const best = p?.phase === 'search' && p.share != null;
    return html`<div class="note" role="status">
      <p>${best ? w.best(percent(p.share!), p.bound_share == null ? '—' : percent(p.bound_share)) : w.covering}</p>
      <progress aria-label=${w.search} value=${p?.phase === 'cover' ? (p.done ?? 0) / (p.of || 1) : nothing} max="1"></progress>
      <button @click=${this.stop}>${words().night.stop}</button>
    </div>`;
  }

  private result(found: Siting): TemplateResult {
    const w = words();
    const { demand, equity } = found;
    if (found.sites.length === 0) return html`<p class="note">${w.sites.none}</p>`;
    return html`
      <p class="share pair">
        <strong>${shareText(demand.from.share, percent)} → ${shareText(demand.to.share, percent)}</strong>
        <span class="soft">${w.whatif.gain(`+${count(demand.to.covered - demand.from.covered)}`)}</span>
      </p>
      <p class="proof">${this.proof(found)}</p>
      ${found.cost ? html`<p>${w.hosts.total(count(found.cost), found.budget ? count(found.budget) : '')}</p>` : nothing}
      ${found.hours ? this.versus(found) : nothing}
      ${equity?.worst_before && equity.worst_after
        ? html`<p>${w.sites.worst(equity.worst_before.name, shareText(equity.worst_before.share, percent), equity.worst_after.name, shareText(equity.worst_after.share, percent))}</p>`
        : nothing}
      ${equity?.unmet.length ? html`<p class="note">${w.sites.unmet(equity.unmet.length)}</p>` : nothing}
      <ol aria-label=${w.sites.list}>${found.sites.map((s) => this.site(s))}</ol>
      <div class="row">
        <button @click=${() => this.send('site-try', found.sites)}>${w.sites.tryAll}</button>
        <file-link .href=${siteFile(found.id, 'csv')} .name=${`sites-${found.id}.csv`}>CSV</file-link>
        <file-link .href=${siteFile(found.id, 'geojson')} .name=${`sites-${found.id}.geojson`}>GeoJSON</file-link>
      </div>
      ${changeTable(
        found.areas.filter((a) => a.from !== a.to).map((a) => ({ ...a, change: a.from === null || a.to === null ? null : a.to - a.from })),
        w.whatif.before,
        w.sites.built,
      )}
      <p class="soft small">${w.sites.from(count(found.candidates.used))} ${this.out(found)}</p>
    `;
  }

  // out tells how many candidates were of no use, by reason.
  private out({ candidates }: Siting): string {
    const w = words();
    const list = REASONS.filter((r) => candidates[r] > 0).map((r) => `${w.hosts.reasons[r]} ${count(candidates[r])}`);
    return list.length > 0 ? w.hosts.out(list.join(w.and)) : '';
  }

  // proof says how far any others could go beyond. While the worst-off come
  // first, the bound that counts is theirs.
  private proof(found: Siting): string {
    const w = words().sites;
    const bound = shareText(found.bound_share, percent);
    const worst = found.equity?.worst_bound;
    if (worst !== undefined) return w.worstBound(found.p, percent(worst));
    if (found.optimal) return w.optimal(found.p, bound);
    return (found.bound_share ?? 1) >= 1 ? w.noBound : w.bound(found.p, bound, found.gap_percent.toFixed(2));
  }

  // versus sets longer hours of stations against new ones.
  private versus({ hours, demand }: Siting): TemplateResult | typeof nothing {
    const w = words().sites;
    const { stations, extended_covered, built, built_least } = hours!.versus;
    if (stations.length === 0) return nothing;
    const share = percent(demand.from.total > 0 ? extended_covered / demand.from.total : 0);
    return html`<p>${w.versus(stations.length, w.until(hours!.until), share)} ${built === null ? w.noneBuilt : w.worthBuilt(built, built === built_least)}</p>`;
  }

  private site(s: Site): TemplateResult {
    const w = words().sites;
    return html`<li>
      <button @click=${() => this.send('site-go', [s.lon, s.lat])}>
        <span>${s.rank}. ${this.called(s)}</span><strong>+${count(s.gain)}</strong>
        <small class="soft">${w.upTo(shareText(s.cumulative_share, percent))}${s.closes.length > 0 ? ` · ${w.closes(s.closes.length)}` : nothing}${s.host ? ` · ${s.host}` : nothing}${s.cost ? ` · ${words().hosts.costs(count(s.cost))}` : nothing}</small>
      </button>
      <button aria-label=${w.tryOne(s.rank)} @click=${() => this.send('site-try', [s])}>${w.tryIt}</button>
    </li>`;
  }

  // called is the name of a host, else the road of the gap, and the district.
  private called(s: Site): string {
    const w = words().sites;
    const road = this.gaps.find((g) => s.gaps.includes(g.id))?.label;
    if (s.station) return w.extended(s.name ?? '', w.until(s.until ?? ''));
    return [s.name || (road ? words().planner.near(road) : ''), s.area].filter(Boolean).join(' · ') || w.site;
  }

  private readonly search = () => {
    const asked = question(this.run, this.wish, this.hosts?.candidates);
    this.progress = undefined;
    this.answer.clear();
    this.answer.ask('search', async (signal) => {
      const found = await nextSites(asked, (p) => (this.progress = p), signal);
      this.send('found', found.id);
      return found;
    });
  };

  private readonly stop = () => {
    this.answer.clear();
    this.requestUpdate();
  };

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('sites-panel', SitesPanel);
