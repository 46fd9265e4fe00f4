import { html, nothing, type TemplateResult } from 'lit';
import type { Card, Meta, ServiceState } from '../api/types';
import { copy } from '../look/copy';
import { spoken } from '../words/hours';
import { named } from '../words/language';
import { words } from '../words/rider';

const MAPS = ['amap', 'baidu', 'tencent', 'geo'] as const;

/** details is the opened part of a card: ways to navigate there, then what the
 *  closed card does not show. note is told what to say after a copy. */
export function details(card: Card, meta: Meta | undefined, said: string, note: (text: string) => void): TemplateResult {
  const w = words();
  return html`
    <nav class="row" aria-label=${w.card.navigate}>
      ${MAPS.map((name) => link(name, card.navigate?.[name]))}
      <button @click=${() => copyAddress(card, note)}>${w.card.copyAddress}</button>
      <span role="status">${said}</span>
    </nav>
    <dl>
      ${entry(w.card.hours, card.hours && spoken(card.hours, w))} ${entry(w.card.steps, card.access_steps)}
      ${entry(w.card.eligibility, card.eligibility)} ${entry(w.card.floor, card.floor && w.card.floorOf(card.floor))}
      ${entry(w.card.bike, card.bike_parking)} ${entry(w.card.call, card.phone)}
      ${entry(w.card.services, allServices(card.services ?? [], meta))} ${entry(w.card.number, card.code)}
    </dl>
  `;
}

function link(name: (typeof MAPS)[number], href: string | undefined): TemplateResult | typeof nothing {
  if (!href) return nothing;
  const text = words().card[name];
  // geo: is handed to the device; the others are pages of another origin.
  if (name === 'geo') return html`<a class="button" href=${href}>${text}</a>`;
  return html`<a class="button" href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

function entry(term: string, value: string | undefined): TemplateResult | typeof nothing {
  return value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing;
}

function allServices(services: ServiceState[], meta: Meta | undefined): string {
  const w = words();
  return services
    .filter((s) => s.status !== 'none')
    .map((s) => {
      const marks = [s.free ? w.card.free : '', s.status === 'limited' || s.status === 'broken' ? w.card[s.status] : '', s.note ?? ''];
      const said = marks.filter(Boolean).join(w.and);
      return named(meta?.words.services, s.code) + (said ? ` (${said})` : '');
    })
    .join(w.and);
}

async function copyAddress(card: Card, note: (text: string) => void): Promise<void> {
  const w = words();
  const text = [card.name, card.address, card.entrance_note].filter(Boolean).join(' ');
  note((await copy(text)) ? w.copied : w.copyFailed);
}
