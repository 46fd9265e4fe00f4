import { LitElement, css, html, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import sheet from 'uplot/dist/uPlot.min.css?inline';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import { resultLook } from './result-look';

/** Figures is a chart's content: names along the bottom, and a list of numbers
 *  of the same length for each series; null leaves a place empty. */
export interface Figures {
  /** title says what is counted, x what the names are. */
  title: string;
  x: string;
  names: string[];
  series: { name: string; colour: string; values: (number | null)[] }[];
  /** write writes a number of the chart. */
  write: (v: number) => string;
  /** short writes one beside the scale; as write when it is absent. */
  short?: (v: number) => string;
  /** top is the end of the scale; the largest number when it is absent. */
  top?: number;
  /** bars are stacked by series; steps hold from one name to the next. */
  sort: 'bars' | 'steps';
  /** tabled is whether a table with the same figures stands beside it anyway. */
  tabled?: boolean;
  /** picked is the place that is marked, -1 for none. */
  picked?: number;
}

const HEIGHT = 190;

/** PlanChart draws figures with uPlot, and gives them as a table to who does
 *  not see or prefers it. It sends `chart-pick` with the place of a tap. */
export class PlanChart extends LitElement {
  static override properties = { figures: { attribute: false } };

  declare figures: Figures;
  private plot?: uPlot;
  private readonly sized = new ResizeObserver(() => this.fit());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');

  static override styles = [
    parts,
    resultLook,
    unsafeCSS(sheet),
    css`
      figure {
        margin: 0;
      }
      h3 {
        font-size: 1rem;
      }
      .plot {
        position: relative;
        height: ${HEIGHT}px;
        overflow: hidden;
      }
      .u-legend {
        display: none;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.875rem;
        font-size: 0.875rem;
      }
      li::before {
        content: '';
        display: inline-block;
        width: 0.75rem;
        height: 0.75rem;
        margin-inline-end: 0.375rem;
        border-radius: 0.125rem;
        background: var(--mark);
      }
      summary {
        display: flex;
        align-items: center;
        min-height: 2.75rem;
        color: var(--warm);
        cursor: pointer;
      }
      summary::before {
        content: '▸';
        margin-inline-end: 0.375rem;
      }
      details[open] summary::before {
        content: '▾';
      }
    `,
  ];

  constructor() {
    super();
    new Speaks(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.scheme.addEventListener('change', this.draw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scheme.removeEventListener('change', this.draw);
    this.sized.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  override render(): TemplateResult {
    const { title, series } = this.figures;
    const w = words();
    return html`<figure>
      <h3>${title}</h3>
      <div class="plot" role="img" aria-label=${w.chart.label(title)}></div>
      ${series.length > 1 ? html`<ul>${series.map((s) => html`<li style="--mark:${s.colour}">${s.name}</li>`)}</ul>` : ''}
      ${this.figures.tabled ? '' : html`<details><summary>${w.chart.table}</summary>${this.table()}</details>`}
    </figure>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('figures')) this.draw();
  }

  private table(): TemplateResult {
    const { x, names, series, write } = this.figures;
    return html`<table>
      <thead>
        <tr><th scope="col">${x}</th>${series.map((s) => html`<th scope="col">${s.name}</th>`)}</tr>
      </thead>
      <tbody>
        ${names.map((name, i) => html`<tr><th scope="row">${name}</th>${series.map((s) => html`<td>${s.values[i] == null ? '—' : write(s.values[i]!)}</td>`)}</tr>`)}
      </tbody>
    </table>`;
  }

  private readonly draw = () => {
    this.plot?.destroy();
    const box = this.renderRoot.querySelector<HTMLElement>('.plot');
    if (!box) return;
    this.plot = new uPlot(options(this.figures, box), data(this.figures), box);
    this.plot.over.addEventListener('click', () => this.pick());
    this.sized.disconnect();
    this.sized.observe(box);
  };

  private fit(): void {
    const width = this.renderRoot.querySelector<HTMLElement>('.plot')?.clientWidth ?? 0;
    if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  private pick(): void {
    const at = this.plot?.cursor.idx;
    if (typeof at === 'number') this.dispatchEvent(new CustomEvent<number>('chart-pick', { detail: at, bubbles: true, composed: true }));
  }
}

// data gives uPlot the numbers; of stacked bars each holds those below it, the
// tallest drawn first. Steps end where one more would begin.
function data({ names, series, sort }: Figures): uPlot.AlignedData {
  const xs = names.map((_, i) => i);
  if (sort === 'steps') return [[...xs, xs.length], ...series.map((s) => [...s.values, s.values[s.values.length - 1]])] as uPlot.AlignedData;
  const sums = xs.map(() => 0);
  const stacked = series.map((s) => s.values.map((v, i) => (v == null && sums[i] === 0 ? null : (sums[i]! += v ?? 0))));
  return [xs, ...stacked.reverse()] as uPlot.AlignedData;
}

function options(f: Figures, box: HTMLElement): uPlot.Options {
  const ink = getComputedStyle(box).color;
  const grid = { stroke: ink.replace('rgb(', 'rgba(').replace(')', ', 0.15)'), width: 1 };
  const names = f.names;
  const tilted = f.sort === 'bars' && names.some((n) => n.length > 3);
  const shown = f.sort === 'bars' ? [...f.series].reverse() : f.series;
  return {
    width: box.clientWidth || 300,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: f.sort === 'steps' } },
    scales: { x: { time: false, range: f.sort === 'bars' ? [-0.6, names.length - 0.4] : [0, names.length] }, y: { range: (_, __, max) => [0, f.top ?? (max > 0 ? max * 1.05 : 1)] } },
    axes: [
      {
        stroke: ink,
        grid: { show: false },
        ticks: { show: false },
        size: tilted ? 62 : 26,
        rotate: tilted ? 45 : 0,
        splits: () => names.map((_, i) => i).filter((i) => names.length <= 16 || i % 3 === 0),
        values: (_, at) => at.map((i) => names[i] ?? ''),
        font: '12px system-ui, sans-serif',
      },
      { stroke: ink, grid, ticks: { show: false }, size: 60, values: (_, at) => at.map(f.short ?? f.write), font: '12px system-ui, sans-serif' },
    ],
    series: [{}, ...shown.map((s) => line(f, s.colour))],
    hooks: { draw: [(plot) => mark(plot, f.picked ?? -1)] },
  };
}

function line(f: Figures, colour: string): uPlot.Series {
  if (f.sort === 'bars') return { stroke: colour, fill: colour, width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.72, 40] }) };
  return { stroke: colour, width: 2.5, fill: `${colour}2e`, points: { show: false }, paths: uPlot.paths.stepped!({ align: 1 }) };
}

// mark draws a line at the picked place.
function mark(plot: uPlot, at: number): void {
  if (at < 0) return;
  const x = Math.round(plot.valToPos(at, 'x', true));
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = '#d6006c';
  ctx.lineWidth = 2.5 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

customElements.define('plan-chart', PlanChart);
