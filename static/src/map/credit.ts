import type { Basemap } from '../api/types';
import type { Words } from '../words/zh';

/** OWN is the base map that needs no setting: the server's own roads. */
export const OWN: Basemap = { kind: 'roads', datum: 'wgs84' };

/** outside reports whether drawing a base map asks anybody but this server. */
export function outside(base: Basemap = OWN): boolean {
  return (base.layers?.length ?? 0) > 0 || /^https?:/.test(base.archive ?? '');
}

/** credit is what stands at the foot of a map: whose it is, its review number,
 *  and that its stations are made up. */
export function credit(base: Basemap | undefined, synthetic: boolean, w: Words): string {
  const { kind, credit: whose, review } = base ?? OWN;
  const own = synthetic ? w.demoTag : w.credit;
  const parts = kind === 'roads' ? [whose ?? own] : [whose, synthetic ? w.demoTag : ''];
  return [...parts, review && w.reviewNumber(review)].filter(Boolean).join(' · ');
}
