import { tongue } from '../words/language';
import { sight } from './sight';

/** begin makes a page look and speak as its visitor chose, and takes away what
 *  stood in its place while its code was fetched. */
export function begin(): void {
  sight.begin();
  tongue.begin();
  document.querySelector('.opening')?.remove();
}
