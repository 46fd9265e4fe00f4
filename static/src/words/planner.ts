import { en as bench } from './bench-en';
import { zh as workbench } from './bench-zh';
import { datums } from './datum';
import { en as hostsEn } from './hosts-en';
import { zh as hostsZh } from './hosts-zh';
import { tables } from './language';
import { en } from './planner-en';
import { zh } from './planner-zh';

/** words is the planner's table in the language in use. */
export const words = tables({ zh: { ...zh, ...workbench, ...hostsZh, ...datums.zh }, en: { ...en, ...bench, ...hostsEn, ...datums.en } });
