import { keep, kept } from './kept';

const SCHEME = 'yizhan.scheme';
const LARGE = 'yizhan.large';
const DEVICE = '(prefers-color-scheme: dark)';

/** Sight is how the pages look to this visitor: dark or light, and the size of
 *  the type. It follows the device until the visitor chooses, keeps the choice
 *  and sends `change`. */
class Sight extends EventTarget {
  /** large reports whether the type is large. */
  large = false;

  /** dark reports whether the pages are dark: chosen, or as the device asks. */
  get dark(): boolean {
    return this.chosen ? this.chosen === 'dark' : matchMedia(DEVICE).matches;
  }

  /** begin takes what the last visit chose, else what the device asks for. A
   *  theme that the address names, dark or light, goes before both. */
  begin(theme: string | null = null): void {
    if (theme === 'dark' || theme === 'light') this.theme = theme;
    matchMedia(DEVICE).addEventListener('change', () => this.paint());
    this.large = kept(LARGE) === 'yes';
    this.paint();
  }

  /** turn changes between dark and light. Coming back to what the device asks
   *  for means to follow it again. */
  turn(): void {
    const dark = !this.dark;
    keep(SCHEME, dark === matchMedia(DEVICE).matches ? null : dark ? 'dark' : 'light');
    this.paint();
  }

  /** enlarge changes between large and usual type. */
  enlarge(): void {
    this.large = !this.large;
    keep(LARGE, this.large ? 'yes' : null);
    this.paint();
  }

  private theme: 'dark' | 'light' | undefined;

  private get chosen(): string | null {
    return this.theme ?? kept(SCHEME);
  }

  private paint(): void {
    const { chosen } = this;
    const root = document.documentElement;
    root.style.colorScheme = chosen ?? '';
    root.classList.toggle('large', this.large);
    for (const media of schemes()) media.mediaText = chosen ? (this.dark ? 'all' : 'not all') : DEVICE;
    this.dispatchEvent(new Event('change'));
  }
}

/** sight is the page's one Sight. */
export const sight = new Sight();

// schemes are the media lists of the page's dark rules: made to hold always or
// never when the visitor chose for himself.
const found: MediaList[] = [];
function schemes(): MediaList[] {
  if (found.length === 0) {
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('prefers-color-scheme')) found.push(rule.media);
      }
    }
  }
  return found;
}
