import { inWords } from '../api/client';
import { Refusal } from '../api/send';
import { words } from '../words/admin';
import { inTongue } from '../words/problem';
import { label } from './shown';

/** explain tells why the server refused something, field by field where it
 *  blames fields. */
export function explain(problem: unknown): string {
  if (!(problem instanceof Refusal) || problem.trouble === 'busy' || problem.trouble === 'server') return inWords(problem, words());
  const fields = problem.fields.map((f) => `${label(f.field)}：${inTongue(f.problem)}`);
  return fields.join('；') || problem.detail;
}
