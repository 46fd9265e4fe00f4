import { svg, html, type TemplateResult } from 'lit';
import { round } from './tally';

/** Bar is one value of the chart. */
export interface Bar {
  name: string;
  value: number;
}

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 48;
const FOOT = 28;
const HEAD = 18;

/** chart draws values as bars, each with its number; the table under it says
 *  the same, so it is a picture for who cannot see it. */
export function chart(bars: readonly Bar[], title: string): TemplateResult {
  const top = round(Math.max(0, ...bars.map((b) => b.value)));
  const step = (WIDTH - LEFT) / Math.max(1, bars.length);
  const wide = Math.min(step * 0.7, 56);
  const high = HEIGHT - FOOT - HEAD;
  const y = (value: number) => HEAD + high - (value / top) * high;
  const every = Math.ceil(bars.length / 12); // names that fit beside each other
  return html`<svg class="chart" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${title}>
    ${[0, 0.5, 1].map((f) => svg`<line x1=${LEFT} x2=${WIDTH} y1=${y(top * f)} y2=${y(top * f)} class="rule" />
      <text x=${LEFT - 6} y=${y(top * f) + 4} class="scale">${top * f}</text>`)}
    ${bars.map(
      (b, i) => svg`<rect x=${LEFT + (i + 0.5) * step - wide / 2} width=${wide} y=${y(b.value)} height=${(b.value / top) * high} rx="3" />
      ${step > 26 ? svg`<text x=${LEFT + (i + 0.5) * step} y=${y(b.value) - 4} class="value">${b.value}</text>` : ''}
      ${i % every === 0 ? svg`<text x=${LEFT + (i + 0.5) * step} y=${HEIGHT - 8} class="name">${b.name}</text>` : ''}`,
    )}
  </svg>`;
}
