import type { DeskMeta } from '../api/registry';

/** Sort is how a field is typed. */
export type Sort = 'text' | 'long' | 'choice' | 'yesno' | 'whole' | 'number' | 'list' | 'link';

/** Field is a member of the record that is edited by itself. */
export interface Field {
  name: string;
  sort: Sort;
  words?: keyof DeskMeta['words'];
  required?: true;
  max?: number; // characters
}

/** Whole is a part of the record with an editor of its own. */
export type Whole = 'place' | 'hours' | 'closures' | 'programmes' | 'contacts' | 'photos' | 'services';

/** Group is what belongs together for who fills the form in. */
export interface Group {
  name: 'basics' | 'where' | 'when' | 'door' | 'services' | 'truck' | 'contact' | 'standing' | 'ids';
  members: (Field | Whole)[];
}

/** GROUPS is the whole form, in the order in which an office thinks. */
export const GROUPS: readonly Group[] = [
  {
    name: 'basics',
    members: [
      { name: 'name', sort: 'text', required: true, max: 100 },
      { name: 'kind', sort: 'choice', words: 'kinds', required: true },
      { name: 'lifecycle', sort: 'choice', words: 'lifecycles' },
      { name: 'host', sort: 'choice', words: 'hosts' },
      { name: 'code', sort: 'text', max: 500 },
      { name: 'aliases', sort: 'list' },
      'programmes',
    ],
  },
  {
    name: 'where',
    members: [
      { name: 'address', sort: 'long', max: 500 },
      'place',
      { name: 'position_quality', sort: 'choice', words: 'position_qualities' },
      { name: 'adcode', sort: 'text', max: 12 },
      { name: 'floor', sort: 'text', max: 500 },
      { name: 'entrance_note', sort: 'long', max: 500 },
      { name: 'street_front', sort: 'yesno' },
      { name: 'bike_parking', sort: 'text', max: 500 },
      { name: 'road_stake', sort: 'text', max: 500 },
      { name: 'side_of_road', sort: 'text', max: 500 },
    ],
  },
  { name: 'when', members: ['hours', 'closures'] },
  {
    name: 'door',
    members: [
      { name: 'access_method', sort: 'choice', words: 'access_methods' },
      { name: 'access_steps', sort: 'long', max: 500 },
      { name: 'eligibility', sort: 'long', max: 500 },
      { name: 'audience', sort: 'list' },
    ],
  },
  { name: 'services', members: ['services'] },
  { name: 'contact', members: ['contacts', { name: 'links.enrol_url', sort: 'link' }, { name: 'links.book_room_url', sort: 'link' }, 'photos'] },
  {
    name: 'truck',
    members: [
      { name: 'truck.spaces', sort: 'whole' },
      { name: 'truck.max_length_m', sort: 'number' },
      { name: 'truck.max_height_m', sort: 'number' },
      { name: 'truck.guarded', sort: 'yesno' },
      { name: 'truck.cctv', sort: 'yesno' },
      { name: 'truck.overnight', sort: 'yesno' },
    ],
  },
  {
    name: 'standing',
    members: [
      { name: 'star', sort: 'whole' },
      { name: 'a_rating', sort: 'choice', words: 'a_ratings' },
      { name: 'honours', sort: 'list' },
    ],
  },
  {
    name: 'ids',
    members: [
      { name: 'external_ids.amap', sort: 'text', max: 100 },
      { name: 'external_ids.baidu', sort: 'text', max: 100 },
      { name: 'external_ids.tencent', sort: 'text', max: 100 },
      { name: 'external_ids.official', sort: 'text', max: 100 },
    ],
  },
];

/** named returns the field's or the part's name. */
export function named(member: Field | Whole): string {
  return typeof member === 'string' ? member : member.name;
}

/** fieldOf returns the member of the form that is edited by itself. */
export function fieldOf(name: string): Field | undefined {
  for (const group of GROUPS) {
    for (const member of group.members) if (typeof member !== 'string' && member.name === name) return member;
  }
  return undefined;
}

/** wordsOf returns the table that a coded member is named by. */
export function wordsOf(name: string): keyof DeskMeta['words'] | undefined {
  return fieldOf(name)?.words;
}

/** taken reads what was typed into a field: its value, or undefined for
 *  nothing. A number that is none is given back as typed: the server says what
 *  is wrong with it. */
export function taken(sort: Sort, typed: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  switch (sort) {
    case 'yesno':
      return text === 'yes';
    case 'whole':
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'list':
      return text.split(/[、,，;；\n]/).map((part) => part.trim()).filter(Boolean);
    default:
      return sort === 'long' || sort === 'text' ? typed.replace(/^\s+|\s+$/g, '') : text;
  }
}

/** typed writes a field's value as it is typed. */
export function typed(sort: Sort, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (sort === 'yesno') return value === true ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join('、');
  return String(value);
}
