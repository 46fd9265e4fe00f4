import { tongue } from '../words/language';
import { sight } from './sight';

/** begin makes a page look and speak as its visitor chose, or in the colours of
 *  the page around it, and takes away what stood in its place while its code was
 *  fetched. */
export function begin(theme: string | null = null): void {
  sight.begin(theme);
  tongue.begin();
  document.querySelectorAll('.opening, .late').forEach((e) => e.remove());
}
