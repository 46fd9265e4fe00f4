import { tables } from './language';
import { en } from './rider-en';
import { zh } from './rider-zh';
import { en as stationEn } from './station-en';
import { zh as stationZh } from './station-zh';

/** words is the rider's table in the language in use. */
export const words = tables({ zh: { ...stationZh, ...zh }, en: { ...stationEn, ...en } });

/** RiderTable is what a rider is told, in one language. */
export type RiderTable = ReturnType<typeof words>;
