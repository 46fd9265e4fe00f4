import type { ServiceState } from '../api/types';

/** usable reports whether a rider can use a service now: it works, in full or
 *  in part, and is not over, as cooling off is in autumn. */
export function usable(s: ServiceState, now = Date.now()): boolean {
  return s.status !== 'none' && s.status !== 'broken' && !over(s, now);
}

/** over reports whether a service has ended. */
export function over(s: ServiceState, now = Date.now()): boolean {
  return s.expires_at !== undefined && Date.parse(s.expires_at) <= now;
}
