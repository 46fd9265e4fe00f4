import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { en } from './en';
import { zh, type Words } from './zh';

/** Language is one that the pages speak. */
export type Language = 'zh' | 'en';

/** Word is a code with its names, as /v1/meta lists them. */
export interface Word {
  code: string;
  zh: string;
  en: string;
}

const KEY = 'yizhan.language';

/** chosen says which language a visit begins with: the one in the address,
 *  else the one kept from the last visit, else Chinese. */
export function chosen(search: string, kept: string | null): Language {
  const asked = new URLSearchParams(search).get('lang') ?? kept;
  return asked === 'en' ? 'en' : 'zh';
}

/** Tongue holds the language in use and tells those who follow it. */
class Tongue extends EventTarget {
  private now: Language = 'zh';

  get language(): Language {
    return this.now;
  }

  /** begin takes the language from the address or the last visit. */
  begin(): void {
    this.use(chosen(location.search, read()));
  }

  /** use switches the language, keeps it for the next visit and tells the
   *  browser's reader which one to pronounce. */
  use(language: Language): void {
    this.now = language;
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
    keep(language);
    this.dispatchEvent(new Event('change'));
  }
}

/** tongue is the page's one language. */
export const tongue = new Tongue();

/** tables joins the words of a page to those that all pages share. What it
 *  returns answers with the table of the language in use. */
export function tables<T extends object>(own: Record<Language, T>): () => Words & T {
  const joined = { zh: { ...zh, ...own.zh }, en: { ...en, ...own.en } };
  return () => joined[tongue.language];
}

/** Speaks redraws its host whenever the language changes. */
export class Speaks implements ReactiveController {
  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  private readonly redraw = () => this.host.requestUpdate();

  hostConnected(): void {
    tongue.addEventListener('change', this.redraw);
  }

  hostDisconnected(): void {
    tongue.removeEventListener('change', this.redraw);
  }
}

/** named returns the name of a code in the language in use, or the code itself
 *  when the server's table does not list it. */
export function named(words: readonly Word[] | undefined, code: string): string {
  const word = words?.find((w) => w.code === code);
  return word ? word[tongue.language] : code;
}

// Storage may be refused (private windows): then the choice lasts a visit.
function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Not kept: nothing else depends on it.
  }
}
