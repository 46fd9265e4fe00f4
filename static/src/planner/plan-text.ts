import type { Plan } from '../api/coverage';
import { words } from '../words/planner';

/** told says in a line what a plan asks. */
export function told(plan: Plan): string {
  const w = words();
  return [
    `${w.modes[plan.mode]} ${w.unit.minutes(plan.minutes)}`,
    plan.k > 1 ? w.planner.atLeast(plan.k) : '',
    plan.at ? plan.at.replace('T', ' ') : '',
    plan.area,
    plan.kinds.length > 0 ? w.ask.ofKinds(plan.kinds.length) : '',
    plan.services.length > 0 ? w.ask.ofServices(plan.services.length) : '',
    plan.layer,
  ]
    .filter(Boolean)
    .join(' · ');
}
