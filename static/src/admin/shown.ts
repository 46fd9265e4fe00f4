import type { DeskMeta } from '../api/registry';
import { spoken } from '../words/hours';
import { words } from '../words/admin';
import { named } from '../words/language';
import { areaName } from './areas';
import { empty } from './changes';
import { wordsOf } from './fields';
import { minute } from './moments';

/** label names a member of the record, at any depth. */
export function label(field: string): string {
  const names = words().fields as Record<string, string>;
  return names[field] ?? names[field.split('.')[0]!] ?? field;
}

/** shown writes a value of a member as people read it; '' for nothing. */
export function shown(field: string, value: unknown, meta: DeskMeta): string {
  const w = words();
  if (empty(value)) return '';
  if (typeof value === 'boolean') return value ? w.form.yes : w.form.no;
  const table = wordsOf(field);
  if (table) return named(meta.words[table], String(value));
  switch (field) {
    case 'hours':
      return spoken(String(value), w);
    case 'adcode':
      return `${areaName(meta.areas ?? [], String(value))} ${String(value)}`;
    case 'place':
      return (value as number[]).map((v) => v.toFixed(6)).join(', ');
    case 'services':
      return (value as Service[]).map((s) => service(s, meta)).join(w.and);
    case 'verification.at':
    case 'doubt.since':
      return minute(String(value));
  }
  if (Array.isArray(value)) return value.map(item).join(w.and);
  return typeof value === 'object' ? item(value) : String(value);
}

interface Service {
  code: string;
  status: string;
  free?: boolean;
  note?: string;
}

function service(s: Service, meta: DeskMeta): string {
  const w = words().form;
  const more = [s.status === 'ok' ? '' : ((w.status as Record<string, string>)[s.status] ?? s.status), s.free === undefined ? '' : s.free ? w.free : w.paid, s.note ?? ''].filter(Boolean);
  return named(meta.words.services, s.code) + (more.length > 0 ? `（${more.join(' ')}）` : '');
}

// item writes an entry of a list: its members one after another.
function item(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const w = words().form;
  return Object.entries(value)
    .filter(([, inner]) => !empty(inner))
    .map(([name, inner]) => (name === 'personal' ? (inner ? w.personalShort : '') : String(inner)))
    .filter(Boolean)
    .join(' ');
}
