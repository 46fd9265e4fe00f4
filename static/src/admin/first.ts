import { html, type TemplateResult } from 'lit';
import { words } from '../words/admin';

/** first stands where something is to come for the first time: that it is asked
 *  for, or, where that failed, a way to ask again. */
export function first(failed: boolean, again: () => void): TemplateResult {
  if (failed) return html`<div class="row"><button @click=${again}>${words().retry}</button></div>`;
  return html`<p class="soft" role="status">${words().loading}</p>`;
}
