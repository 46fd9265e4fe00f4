import { en as bench } from './bench-en';
import { zh as workbench } from './bench-zh';
import { tables } from './language';
import { en } from './planner-en';
import { zh } from './planner-zh';

/** words is the planner's table in the language in use. */
export const words = tables({ zh: { ...zh, ...workbench }, en: { ...en, ...bench } });
