import { en } from './admin-en';
import { zh } from './admin-zh';
import { datums } from './datum';
import { tables } from './language';
import { en as officeEn } from './office-en';
import { zh as officeZh } from './office-zh';
import { en as recordEn } from './record-en';
import { zh as recordZh } from './record-zh';
import { en as stationEn } from './station-en';
import { zh as stationZh } from './station-zh';

/** words is the registry's table in the language in use. */
export const words = tables({ zh: { ...stationZh, ...recordZh, ...officeZh, ...datums.zh, ...zh }, en: { ...stationEn, ...recordEn, ...officeEn, ...datums.en, ...en } });
