import { html, type TemplateResult } from 'lit';

/** scrolled is a table that may be wider than a phone, above all in large type:
 *  it scrolls, by keyboard too, and not the page. */
export function scrolled(label: string, table: TemplateResult): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>${table}</div>`;
}
