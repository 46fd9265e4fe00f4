import { html, type TemplateResult } from 'lit';
import type { DeskMeta, Me } from '../api/registry';
import type { Desk, View } from './address';
import './audit-view';
import './import-view';
import './key-view';
import './overdue-view';
import './report-view';
import './review-view';
import './stations-view';
import './stats-view';

/** Shown is what every view is given. */
export interface Shown {
  desk: Desk;
  meta: DeskMeta;
  me: Me;
}

/** show draws one of the tasks. */
export function show(view: View, { desk, meta, me }: Shown): TemplateResult {
  switch (view) {
    case 'stations':
      return html`<stations-view .desk=${desk} .meta=${meta} .me=${me}></stations-view>`;
    case 'import':
      return html`<import-view .meta=${meta}></import-view>`;
    case 'reviews':
      return html`<review-view .meta=${meta}></review-view>`;
    case 'reports':
      return html`<report-view .meta=${meta}></report-view>`;
    case 'overdue':
      return html`<overdue-view .meta=${meta} .desk=${desk}></overdue-view>`;
    case 'stats':
      return html`<stats-view .meta=${meta}></stats-view>`;
    case 'keys':
      return html`<key-view .meta=${meta} .me=${me}></key-view>`;
    case 'audit':
      return html`<audit-view></audit-view>`;
  }
}
