import type { Call } from '../api/along';
import { doorway, type Doorway } from '../station/opening';
import type { StationWords } from '../words/station-zh';
import type { Words } from '../words/zh';
import { asCard } from './call-facts';

/** doorThen is the state of a door when the driver comes there. */
export function doorThen(call: Call, now: number, w: Words & StationWords): Doorway {
  const way = call.arrival ? (Date.parse(call.arrival) - now) / 1000 : 0;
  return doorway({ ...asCard(call), duration_s: way }, 'arrival', now, w);
}

/** lasting writes how long a drive takes, in hours and minutes, rounded up to
 *  a minute. */
export function lasting(seconds: number, w: Words): string {
  const minutes = Math.ceil(seconds / 60);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return [h > 0 ? w.unit.hours(String(h)) : '', m > 0 || h === 0 ? w.unit.minutes(m) : ''].filter(Boolean).join(' ');
}
