import { html, nothing, type TemplateResult } from 'lit';
import type { DeskMeta } from '../api/registry';
import { words } from '../words/admin';
import { named } from '../words/language';
import { taken, typed, type Field } from './fields';
import { label } from './shown';

/** Input is a field with what stands in it and what is wrong with it. */
export interface Input {
  field: Field;
  value: unknown;
  problem: string;
  meta: DeskMeta;
  change: (value: unknown) => void;
}

/** input draws a field with its label, its hint and its problem. */
export function input(i: Input): TemplateResult {
  const { field } = i;
  const hint = (words().hints as Record<string, string>)[field.name];
  return html`<div class=${field.sort === 'long' || field.sort === 'list' || field.sort === 'link' ? 'wide' : ''}>
    <label class="name" for=${field.name}>${label(field.name)}${field.required ? html`<span class="must"> ${words().form.required}</span>` : nothing}</label>
    ${control(i, described(field.name, hint, i.problem))} ${problem(field.name, i.problem)}
    ${hint ? html`<p class="hint" id=${`${field.name}-hint`}>${hint}</p>` : nothing}
  </div>`;
}

/** problem says what is wrong with a field, under it. */
export function problem(name: string, text: string): TemplateResult | typeof nothing {
  return text ? html`<p class="wrong" id=${`${name}-wrong`}>${text}</p>` : nothing;
}

/** described lists the ids of what describes a field. */
export function described(name: string, hint: unknown, wrong: string): string | typeof nothing {
  return [wrong ? `${name}-wrong` : '', hint ? `${name}-hint` : ''].filter(Boolean).join(' ') || nothing;
}

function control(i: Input, by: string | typeof nothing): TemplateResult {
  const { field, value } = i;
  const text = typed(field.sort, value);
  const invalid = i.problem ? 'true' : 'false';
  const change = (e: Event) => i.change(taken(field.sort, (e.target as HTMLInputElement).value));
  if (field.sort === 'choice' || field.sort === 'yesno') return select(i, by, change);
  if (field.sort === 'long') {
    return html`<textarea id=${field.name} rows="1" maxlength=${field.max ?? nothing} aria-invalid=${invalid} aria-describedby=${by} .value=${text} @change=${change}></textarea>`;
  }
  return html`<input
    id=${field.name}
    type=${field.sort === 'link' ? 'url' : 'text'}
    inputmode=${field.sort === 'whole' ? 'numeric' : field.sort === 'number' ? 'decimal' : nothing}
    maxlength=${field.max ?? nothing}
    autocomplete="off"
    aria-required=${field.required ? 'true' : nothing}
    aria-invalid=${invalid}
    aria-describedby=${by}
    .value=${text}
    @change=${change}
  />`;
}

function select(i: Input, by: string | typeof nothing, change: (e: Event) => void): TemplateResult {
  const { field } = i;
  const w = words().form;
  const value = typed(field.sort, i.value);
  const all: [string, string][] =
    field.sort === 'yesno' ? [['yes', w.yes], ['no', w.no]] : i.meta.words[field.words!].map((word) => [word.code, named(i.meta.words[field.words!], word.code)]);
  return html`<select id=${field.name} aria-invalid=${i.problem ? 'true' : 'false'} aria-describedby=${by} aria-required=${field.required ? 'true' : nothing} @change=${change}>
    <option value="" .selected=${value === ''}>${field.required ? w.choose : w.unknown}</option>
    ${all.map(([code, name]) => html`<option value=${code} .selected=${code === value}>${name}</option>`)}
  </select>`;
}
