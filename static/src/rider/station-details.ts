import { html, nothing, type TemplateResult } from 'lit';
import type { Card, Meta, ServiceState } from '../api/types';
import { copy } from '../look/copy';
import { icon } from '../look/icon';
import { APPS, addressLine, used, type App } from '../station/navigation';
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
      ${entry(w.card.where, card.address)} ${entry(w.card.hours, card.hours && spoken(card.hours, w))} ${entry(w.card.steps, card.access_steps)}
      ${entry(w.card.eligibility, card.eligibility)} ${entry(w.card.services, allServices(card.services ?? [], meta))}
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

function entry(term: string, value: string | undefined): TemplateResult | typeof nothing {
  return value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing;
}

function verified(card: Card): string {
  const w = words().card;
  const why = card.badge && card.badge !== 'none' ? w.badgeWhy[card.badge] : '';
  return [card.verified_at?.slice(0, 10), why].filter(Boolean).join(' · ');
}

function allServices(services: ServiceState[], meta: Meta | undefined): string {
  const w = words();
  return services
    .filter((s) => s.status !== 'none')
    .map((s) => {
      const marks = [s.free ? w.card.free : '', s.status === 'limited' || s.status === 'broken' ? w.card[s.status] : '', s.note ?? ''];
      const told = marks.filter(Boolean).join(w.and);
      return named(meta?.words.services, s.code) + (told ? ` (${told})` : '');
    })
    .join(w.and);
}

async function copyAddress(card: Card, doing: Doing): Promise<void> {
  const w = words();
  doing.say((await copy(addressLine(card))) ? w.copied : w.copyFailed);
}
