import { tables } from './language';
import { en } from './planner-en';
import { zh } from './planner-zh';

/** words is the planner's table in the language in use. */
export const words = tables({ zh, en });
