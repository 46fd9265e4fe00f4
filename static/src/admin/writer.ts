import { holder } from '../api/key';
import { words } from '../words/admin';

/** writer names who wrote, from what the registry keeps: key:ID, import:SOURCE,
 *  cli, open, reports, demo. */
export function writer(by: string): string {
  const w = words().writer;
  const at = by.indexOf(':');
  const [sort, rest] = at < 0 ? [by, ''] : [by.slice(0, at), by.slice(at + 1)];
  if (sort === 'key') return rest === holder.id ? w.self : w.key(rest);
  if (sort === 'import') return w.import(rest);
  return (w.others as Record<string, string>)[sort] ?? by;
}
