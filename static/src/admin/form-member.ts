import { html, type TemplateResult } from 'lit';
import type { DeskMeta, Edit } from '../api/registry';
import { at } from './changes';
import { named, type Field, type Whole } from './fields';
import './hours-field';
import { input, problem } from './inputs';
import './place-field';
import type { Place } from './place-field';
import { COLUMNS } from './rows-field';
import './services-field';

/** Context is what a member of the form is drawn with. */
export interface Context {
  record: Edit;
  meta: DeskMeta;
  pin: { lon: number; lat: number } | undefined;
  wrong: (name: string) => string;
  put: (name: string, value: unknown) => void;
  move: (place: Place) => void;
}

/** member draws one field of the form, or one part with an editor of its own. */
export function member(m: Field | Whole, c: Context): TemplateResult {
  const wrong = c.wrong(named(m));
  if (typeof m !== 'string') {
    return input({ field: m, value: at(c.record, m.name), problem: wrong, meta: c.meta, change: (value) => c.put(m.name, value) });
  }
  return html`<div class="wide" data-part=${m} tabindex="-1">${part(m, wrong, c)}</div>`;
}

function part(name: Whole, wrong: string, c: Context): TemplateResult {
  const rows = (e: CustomEvent<unknown[]>) => c.put(name, e.detail);
  switch (name) {
    case 'place':
      return html`<place-field .place=${placeOf(c.record)} .pin=${c.pin} .meta=${c.meta} .wrong=${wrong} @place=${(e: CustomEvent<Place>) => c.move(e.detail)}></place-field>`;
    case 'hours':
      return html`<hours-field .hours=${String(c.record.hours ?? '')} .wrong=${wrong} @hours=${(e: CustomEvent<string>) => c.put('hours', e.detail)}></hours-field>`;
    case 'services':
      return html`<services-field .services=${c.record.services ?? []} .meta=${c.meta} @rows=${rows}></services-field>${problem(name, wrong)}`;
    default:
      return html`<rows-field .name=${name} .station=${c.record.id} .rows=${c.record[name] ?? []} .columns=${COLUMNS[name]} @rows=${rows}></rows-field>${problem(name, wrong)}`;
  }
}

function placeOf(record: Edit): Place | undefined {
  return record.lon === null || record.lat === null ? undefined : { lon: record.lon, lat: record.lat, datum: record.datum };
}
