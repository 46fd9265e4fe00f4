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
