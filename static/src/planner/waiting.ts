import { html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import type { Asked } from '../look/asked';
import { words } from '../words/planner';

/** waiting tells of a question that is not answered: that it is asked, or why
 *  it failed, with a button to ask again. */
export function waiting(asked: Pick<Asked<unknown>, 'busy' | 'problem' | 'again'>): TemplateResult | typeof nothing {
  const w = words();
  if (asked.problem) {
    return html`<div class="note bad row" role="alert"><span>${inWords(asked.problem, w)}</span><button @click=${asked.again}>${w.retry}</button></div>`;
  }
  return asked.busy ? html`<p class="note" role="status">${w.planner.running}</p>` : nothing;
}

/** share writes a share that may be unknown. */
export function shareText(share: number | null, write: (v: number) => string): string {
  return share === null ? words().planner.noShare : write(share);
}
