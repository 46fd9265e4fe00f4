import { html, nothing, type TemplateResult } from 'lit';
import type { Call, Stop } from '../api/along';
import type { Card, Meta } from '../api/types';
import { icon } from '../look/icon';
import { badge, door, go, offered, phone } from '../station/glance';
import { words } from '../words/driver';
import { distance, duration } from '../words/format';

/** asCard is a call as the pieces of a station's card take it. A driver's way
 *  is told by the call's own facts. */
export function asCard(call: Call): Card {
  return { ...call, distance_m: call.offset_m, duration_s: call.detour_s ?? 0, road_m: null };
}

/** where says where along the route a call is, on which side, and what it costs. */
export function where(call: Call): TemplateResult {
  const w = words();
  const { side, at } = w.driver;
  return html`<p class="where"><strong>${at(distance(call.at_m, w))}</strong> · ${side[call.side]} · ${detour(call)}</p>`;
}

function detour(call: Call): string {
  const w = words();
  if (call.detour_m === null || call.detour_s === null) return w.driver.unreached;
  if (call.detour_s < 1) return w.driver.noDetour;
  return w.driver.detour(`${call.by_road ? '' : w.card.about}${duration(call.detour_s, w)}`, distance(call.detour_m, w));
}

/** facts are what a driver asks of a yard: does the lorry fit, how to get in,
 *  what is there. */
export function facts(call: Call, meta: Meta | undefined): TemplateResult {
  const w = words();
  const card = asCard(call);
  return html`${badge(card, w)} ${yard(call)} ${door(card, meta, w)} ${offered(card, meta, w)}`;
}

function yard({ truck, fits }: Call): TemplateResult | typeof nothing {
  const w = words().driver;
  const known = [
    fits ? w.fits : '',
    truck?.spaces ? w.spaces(truck.spaces) : '',
    truck?.max_height_m && truck.max_length_m ? w.limits(String(truck.max_height_m), String(truck.max_length_m)) : '',
  ].filter(Boolean);
  return known.length > 0 ? html`<p class="fact">${icon('parking')}<span>${known.join(' · ')}</span></p>` : nothing;
}

/** surety says what a rest there is like: open all the while, guarded, and
 *  what parking costs. */
export function surety(stop: Stop): TemplateResult {
  const w = words();
  const yes = (on: boolean | undefined, good: string, bad: string) => (on === undefined ? '' : on ? `✓ ${good}` : `✕ ${bad}`);
  const lines = [
    stop.open_all_rest ? `✓ ${w.driver.openAll}` : `? ${w.driver.openMaybe}`,
    yes(stop.secure, w.driver.secure, w.driver.notSecure),
    yes(stop.parking_free, w.driver.parkingFree, w.driver.parkingPaid),
  ].filter(Boolean);
  return html`<ul class="surety">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** ways are the buttons of a call: go there, call it, see it on the map. */
export function ways(call: Call, look: () => void): TemplateResult {
  const w = words();
  return html`<div class="row actions">
    ${go(call, w)} ${phone(call, w)}
    <button aria-label="${w.driver.mapLabel}: ${call.name}" @click=${look}>${icon('map')}</button>
  </div>`;
}
