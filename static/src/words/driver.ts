import { en } from './driver-en';
import { zh } from './driver-zh';
import { tables } from './language';
import { en as stationEn } from './station-en';
import { zh as stationZh } from './station-zh';

/** words is the driver's table in the language in use. */
export const words = tables({ zh: { ...stationZh, ...zh }, en: { ...stationEn, ...en } });
