import { html, nothing, type TemplateResult } from 'lit';
import type { Card, Meta, ServiceState } from '../api/types';
import { icon, type Icon } from '../look/icon';
import { named } from '../words/language';
import type { StationWords } from '../words/station-zh';
import type { Words } from '../words/zh';
import { favourite } from './navigation';
import { SYMBOLS, type Doorway } from './opening';
import { usable } from './service';

const FEW = 4; // services shown before a card is opened

type Table = Words & StationWords;

/** pill is the state of a door: a symbol, words and a colour. */
export function pill(door: Doorway): TemplateResult {
  return html`<span class="state ${door.state}"><span aria-hidden="true">${SYMBOLS[door.state]}</span> ${door.text}</span>
    ${door.hint ? html`<span class="hint-line">${door.hint}</span>` : nothing}`;
}

/** badge warns of what the register is not sure of. */
export function badge(card: Card, w: Table): TemplateResult | typeof nothing {
  if (!card.badge || card.badge === 'none') return nothing;
  return html`<span class="badge ${card.badge}"><span aria-hidden="true">!</span> ${w.card.badge[card.badge]}</span>`;
}

/** door says where to go and how to get in, as far as it is known. */
export function door(card: Card, meta: Meta | undefined, w: Table): TemplateResult | typeof nothing {
  const entry = card.access_method ? named(meta?.words.access_methods, card.access_method) : '';
  const floor = card.floor ? w.card.floorOf(card.floor) : '';
  const line = [floor, card.entrance_note].filter(Boolean).join(' · ');
  return fact('door', html`<span class="unseen">${w.card.entry} </span>${entry ? html`<strong class=${card.access_method === 'walk_in' ? 'easy' : ''}>${entry}</strong>` : nothing}
    ${entry && line ? ' · ' : nothing}${line ? html`<span lang="zh-CN">${line}</span>` : nothing}`, Boolean(entry || line));
}

/** parking says where to leave the vehicle. */
export function parking(card: Card, w: Table): TemplateResult | typeof nothing {
  return fact('parking', html`<span class="unseen">${w.card.parking} </span><span lang="zh-CN">${card.bike_parking}</span>`, Boolean(card.bike_parking));
}

/** offered lists what is free of charge, then a few of the other services, with
 *  those that cost something marked. What was asked for goes first. */
export function offered(card: Card, meta: Meta | undefined, w: Table, asked: readonly string[] = []): TemplateResult | typeof nothing {
  const later = (s: ServiceState) => Number(!asked.includes(s.code));
  const now = (card.services ?? []).filter((s) => usable(s)).sort((a, b) => later(a) - later(b));
  const free = now.filter((s) => s.free);
  const others = now.filter((s) => !s.free);
  const name = (s: ServiceState) => {
    const marks = [s.free === false ? w.card.paid : '', s.status === 'limited' ? w.card.limited : ''].filter(Boolean).join(w.and);
    return named(meta?.words.services, s.code) + (marks && w.aside(marks));
  };
  const rest = others.length - FEW;
  return html`${fact('gift', html`<strong>${w.card.free}</strong> ${free.map(name).join(w.and)}`, free.length > 0)}
    ${others.length > 0
      ? html`<p class="others soft">${others.slice(0, FEW).map(name).join(w.and)}${rest > 0 ? `${w.and}${w.card.moreServices(rest)}` : nothing}</p>`
      : nothing}`;
}

/** go leads there by one tap, with the app that was used last. */
export function go(station: Pick<Card, 'navigate'>, w: Table): TemplateResult | typeof nothing {
  const app = favourite();
  const href = station.navigate?.[app];
  if (!href) return nothing;
  return html`<a class="button main" href=${href} target=${app === 'geo' ? '_self' : '_blank'} rel="noopener noreferrer" aria-label=${w.card.goBy(w.card[app])}>
    ${icon('go')} ${w.card.go}
  </a>`;
}

/** phone calls the station. */
export function phone(station: Pick<Card, 'phone'>, w: Table): TemplateResult | typeof nothing {
  if (!station.phone) return nothing;
  return html`<a class="button" href="tel:${station.phone}" aria-label=${w.card.call} title=${station.phone}>${icon('phone')}</a>`;
}

function fact(shape: Icon, text: TemplateResult, known: boolean): TemplateResult | typeof nothing {
  return known ? html`<p class="fact">${icon(shape)}<span>${text}</span></p>` : nothing;
}
