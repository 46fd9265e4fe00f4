import type { Desk } from './address';

/** turn asks the page to show something else; with push, so that the
 *  browser's "back" leads to where one was. */
export function turn(from: HTMLElement, to: Partial<Desk>, push = false): void {
  from.dispatchEvent(new CustomEvent('desk', { detail: { to, push }, bubbles: true, composed: true }));
}

/** counted tells the page that there is less, or more, to do. */
export function counted(from: HTMLElement): void {
  from.dispatchEvent(new CustomEvent('counted', { bubbles: true, composed: true }));
}

/** tell sends a value to whoever listens on the element. */
export function tell<T>(from: HTMLElement, name: string, detail?: T): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
