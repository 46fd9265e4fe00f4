import { html, nothing, type TemplateResult } from 'lit';
import type { Card, Meta, ServiceState } from '../api/types';
import { copy } from '../look/copy';
import { icon } from '../look/icon';
import { APPS, addressLine, used, type App } from '../station/navigation';
import { over } from '../station/service';
import { spoken } from '../words/hours';
import { named } from '../words/language';
import { words } from '../words/rider';
import './report-slot';

/** Doing is what the opened part of a card asks of the card. */
export interface Doing {
  say(text: string): void;
  share(): void;
}

/** details is the opened part of a card: ways to navigate there, then what the
 *  closed card does not show, then what riders told. */
export function details(card: Card, meta: Meta | undefined, said: string, doing: Doing): TemplateResult {
  const w = words();
  return html`
    <nav aria-label=${w.card.navigate}>
      ${APPS.map((app) => link(app, card.navigate?.[app]))}
      <button @click=${() => copyAddress(card, doing)}>${w.card.copyAddress}</button>
      <button @click=${doing.share}>${icon('share')} ${w.card.share}</button>
      <span role="status">${said}</span>
    </nav>
    <dl>
      ${entry(w.card.where, inChinese(card.address))} ${entry(w.card.hours, card.hours && spoken(card.hours, w))} ${entry(w.card.steps, inChinese(card.access_steps))}
      ${entry(w.card.eligibility, inChinese(card.eligibility))} ${allServices(card, meta)}
      ${entry(w.card.call, card.phone)} ${entry(w.card.verified, verified(card))} ${entry(w.card.number, card.code)}
    </dl>
    <report-slot .station=${card.id} .services=${card.services ?? []} .meta=${meta}></report-slot>
  `;
}

function link(app: App, href: string | undefined): TemplateResult | typeof nothing {
  if (!href) return nothing;
  // geo: is handed to the device; the others are pages of another origin.
  const target = app === 'geo' ? '_self' : '_blank';
  return html`<a class="button" href=${href} target=${target} rel="noopener noreferrer" @click=${() => used(app)}>${words().card[app]}</a>`;
}

function entry(term: string, value: string | TemplateResult | undefined): TemplateResult | typeof nothing {
  return value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing;
}

// inChinese marks what an office wrote, for those to whom the page is read.
function inChinese(text: string | undefined): TemplateResult | undefined {
  return text ? html`<span lang="zh-CN">${text}</span>` : undefined;
}

function verified(card: Card): string {
  const w = words().card;
  const why = card.badge && card.badge !== 'none' ? w.badgeWhy[card.badge] : '';
  return [card.verified_at?.slice(0, 10), why].filter(Boolean).join(' · ');
}

// allServices tells them by what they cost: free, to be paid for, not said.
function allServices(card: Card, meta: Meta | undefined): TemplateResult {
  const w = words().card;
  const all = (card.services ?? []).filter((s) => s.status !== 'none' && !over(s));
  const list = (some: ServiceState[]) => (some.length > 0 ? html`${some.map((s, i) => html`${i > 0 ? words().and : nothing}${told(s, meta)}`)}` : undefined);
  return html`${entry(w.free, list(all.filter((s) => s.free)))} ${entry(w.paid, list(all.filter((s) => s.free === false)))}
  ${entry(w.services, list(all.filter((s) => s.free === undefined)))}`;
}

// told is a service with what is to be known of it.
function told({ code, status, note }: ServiceState, meta: Meta | undefined): TemplateResult {
  const w = words();
  const state = status === 'limited' || status === 'broken' ? w.card[status] : '';
  return html`${named(meta?.words.services, code)}${state && w.aside(state)}${note ? html`<span lang="zh-CN">${w.aside(note)}</span>` : nothing}`;
}

async function copyAddress(card: Card, doing: Doing): Promise<void> {
  const w = words();
  doing.say((await copy(addressLine(card))) ? w.copied : w.copyFailed);
}
