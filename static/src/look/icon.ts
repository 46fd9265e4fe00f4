import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';

/** SHAPES are drawn by us on a 24 × 24 ground, as strokes. */
const SHAPES = {
  aim: svg`<circle cx="12" cy="12" r="6"/><path d="M12 2v4m0 12v4M2 12h4m12 0h4"/>`,
  map: svg`<path d="m3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14m6-12v14"/>`,
  list: svg`<path d="M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01"/>`,
  share: svg`<path d="M12 15V3m0 0L8 7m4-4 4 4M5 12v8h14v-8"/>`,
  phone: svg`<path d="M5 3h4l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z"/>`,
  moon: svg`<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M5 19l1.4-1.4M17.6 6.4 19 5"/>`,
  door: svg`<path d="M6 21V4l9-1v18M15 5h4v16M3 21h18M12 12v.5"/>`,
  parking: svg`<rect x="3" y="3" width="18" height="18" rx="4"/><path d="M9 17V7h4a3 3 0 0 1 0 6H9"/>`,
  lorry: svg`<path d="M2 6h12v10H2zM14 10h4l4 3v3h-8"/><circle cx="7" cy="18" r="2"/><circle cx="17" cy="18" r="2"/>`,
  cool: svg`<path d="M12 2v20M3.5 7l17 10m0-10-17 10M12 6 9 4m3 2 3-2m-3 14-3 2m3-2 3 2"/>`,
  gift: svg`<path d="M4 11h16v10H4zM2 7h20v4H2zM12 7v14M12 7S9 2 7 4s1 3 5 3zm0 0s3-5 5-3-1 3-5 3z"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6.5"/><path d="m20 20-4.8-4.8"/>`,
  go: svg`<path d="m3 11 18-8-8 18-2-8z"/>`,
} as const;

/** Icon names a shape. */
export type Icon = keyof typeof SHAPES;

/** icon draws a shape in the colour of the text beside it. It says nothing to
 *  a reader of the page: the words beside it do. */
export function icon(name: Icon): TemplateResult {
  const shape: SVGTemplateResult = SHAPES[name];
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;
}
