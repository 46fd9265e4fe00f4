import type { DeskMeta } from '../api/registry';
import { words } from '../words/admin';
import { fieldOf } from './fields';
import { shown } from './shown';

// MEMBERS are the columns of a file that the record calls otherwise, where the
// record's name says how a value is to be shown.
const MEMBERS: Readonly<Record<string, string>> = { phone: 'contacts', quality: 'position_quality', verified_at: 'verification.at' };

// WHOLE are the lists with an editor of their own, which a file cuts with
// semicolons as it does lists of words.
const WHOLE = new Set(['programmes', 'closures', 'contacts', 'photos']);

/** stated writes a value of a conflict, which comes as a file would have it, as
 *  people read it; '' for nothing. */
export function stated(column: string, value: string | undefined, meta: DeskMeta): string {
  if (!value) return '';
  if (column === 'position') return place(value);
  const member = MEMBERS[column] ?? column.replace(/^truck_/, 'truck.');
  if (value.startsWith('[')) return shown(member, entries(value), meta);
  if (column === 'services') return shown(member, value.split(';').map((code) => ({ code, status: 'ok' })), meta);
  const sort = fieldOf(member)?.sort;
  if (sort === 'list' || WHOLE.has(member)) return shown(member, value.split(';'), meta);
  if (sort === 'yesno') return shown(member, value === 'yes', meta);
  return shown(member, value, meta);
}

// entries reads a list in JSON; what is none is one entry.
function entries(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

// place writes "lon,lat,datum".
function place(value: string): string {
  const [lon, lat, datum] = value.split(',');
  const names = words().datum as unknown as Record<string, string>;
  const short = (names[datum ?? ''] ?? datum ?? '').replace(/[ （(].*/u, ''); // not whose maps have it
  const degrees = (v: string | undefined): string => Number(v).toFixed(6);
  return `${degrees(lon)}, ${degrees(lat)} ${short}`;
}
