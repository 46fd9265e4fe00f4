import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { keep, kept } from '../look/kept';
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
export function chosen(search: string, before: string | null): Language {
  const asked = new URLSearchParams(search).get('lang') ?? before;
  return asked === 'en' ? 'en' : 'zh';
}

/** Tongue holds the language in use and tells those who follow it. */
class Tongue extends EventTarget {
  private now: Language = 'zh';

  get language(): Language {
    return this.now;
  }

  /** words are those that all pages share. */
  get words(): Words {
    return this.now === 'en' ? en : zh;
  }

  /** begin takes the language from the address or the last visit. */
  begin(): void {
    this.use(chosen(location.search, kept(KEY)));
  }

  /** use switches the language, keeps it for the next visit and tells the
   *  browser's reader which one to pronounce. */
  use(language: Language): void {
    this.now = language;
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
    keep(KEY, language);
    this.dispatchEvent(new Event('change'));
  }
}

/** tongue is the page's one language. */
export const tongue = new Tongue();

/** tables joins the words of a page to those that all pages share, whose names
 *  it leaves alone. What it returns answers with the table of the language in
 *  use. */
export function tables<T extends object>(own: Record<Language, T & { [Shared in keyof Words]?: never }>): () => Words & T {
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
