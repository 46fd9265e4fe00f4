import { USUAL, type Door, type Wanted } from '../api/nearby';
import type { Meta, Mode } from '../api/types';

const CODE = /^[a-z][a-z0-9_]{0,31}$/;

/** fromAddress reads what is wanted from the query of an address. What it does
 *  not know it takes for not said. */
export function fromAddress(search: string): Wanted {
  const q = new URLSearchParams(search);
  return {
    mode: one<Mode>(q.get('mode'), ['walk', 'ride', 'truck'], USUAL.mode),
    kinds: codes(q.get('kind')),
    services: codes(q.get('service')),
    door: one<Door>(q.get('open'), ['arrival', 'any', 'night'], USUAL.door),
    walkIn: q.get('entry') === 'walk_in',
    cool: q.get('first') === 'cool',
  };
}

/** spoken leaves out what the server has no word for: a link may be older than
 *  its words. It returns wanted itself when that is nothing. */
export function spoken(wanted: Wanted, words: Pick<Meta['words'], 'kinds' | 'services'>): Wanted {
  const among = (all: readonly { code: string }[]) => (code: string) => all.some((word) => word.code === code);
  const [kinds, services] = [wanted.kinds.filter(among(words.kinds)), wanted.services.filter(among(words.services))];
  const same = kinds.length === wanted.kinds.length && services.length === wanted.services.length;
  return same ? wanted : { ...wanted, kinds, services };
}

/** toAddress writes it into a query, beside what else stands there. What is as
 *  usual is left out. */
export function toAddress(wanted: Wanted, search: string): string {
  const q = new URLSearchParams(search);
  const set = (name: string, value: string) => (value ? q.set(name, value) : q.delete(name));
  set('mode', wanted.mode === USUAL.mode ? '' : wanted.mode);
  set('open', wanted.door === USUAL.door ? '' : wanted.door);
  set('kind', wanted.kinds.join(','));
  set('service', wanted.services.join(','));
  set('entry', wanted.walkIn ? 'walk_in' : '');
  set('first', wanted.cool ? 'cool' : '');
  const text = q.toString().replace(/%2C/g, ',');
  return text && `?${text}`;
}

function one<T extends string>(value: string | null, known: readonly T[], otherwise: T): T {
  return known.find((k) => k === value) ?? otherwise;
}

function codes(list: string | null): string[] {
  return [...new Set((list ?? '').split(',').filter((code) => CODE.test(code)))];
}
