const KEPT = 'yizhan.key';

/** Holder keeps the key of who signed in, for this tab and until it is closed.
 *  The key stands in no address and in no log. It sends `change` when the key
 *  came or went. */
class Holder extends EventTarget {
  /** id is what the server calls the key, once it has said so. */
  id = '';
  /** renew is told that the server does not take the key any more, and reports
   *  whether another one is held now. A page that can ask for one sets it. */
  renew: () => Promise<boolean> = () => Promise.resolve(false);
  private secret = kept();

  /** held reports whether somebody signed in. */
  get held(): boolean {
    return this.secret !== '';
  }

  /** headers are what a request shows. */
  get headers(): Record<string, string> {
    return this.secret ? { Authorization: `Bearer ${this.secret}` } : {};
  }

  hold(secret: string): void {
    this.secret = secret.trim();
    this.id = '';
    keep(this.secret);
    this.dispatchEvent(new Event('change'));
  }

  drop(): void {
    this.hold('');
  }
}

/** holder is the page's one holder of a key. */
export const holder = new Holder();

// Storage may be refused: then the key lasts as long as the page.
function kept(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

function keep(secret: string): void {
  try {
    if (secret) sessionStorage.setItem(KEPT, secret);
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Not kept: the key lasts as long as the page.
  }
}
