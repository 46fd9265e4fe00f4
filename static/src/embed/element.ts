import { ATTRIBUTES, address, isTold } from './order';

// A classic script on somebody else's page: it leaves nothing behind but the
// element. The map is a frame of our own origin, so the page around it needs
// script-src and frame-src for us and nothing else, and cannot read in it.
const script = document.currentScript as HTMLScriptElement | null;
const origin = script ? new URL(script.src).origin : location.origin;

/** YizhanMap is <yizhan-map lon lat kind service datum lang theme …>. It sends
 *  yizhan-ready, yizhan-answer, yizhan-station, yizhan-map and yizhan-problem, whose
 *  detail the documentation lists. */
class YizhanMap extends HTMLElement {
  static readonly observedAttributes = [...ATTRIBUTES];
  private frame: HTMLIFrameElement | undefined;
  private ordered = '';
  private due = false;
  // asked is whether the visitor asked for the map: a frame of a foreign page may
  // not be let keep that itself.
  private asked = false;

  connectedCallback(): void {
    if (getComputedStyle(this).display === 'inline') this.style.display = 'block';
    if (!this.style.height && this.clientHeight === 0) this.style.height = '32rem';
    this.load();
    addEventListener('message', this.listen);
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.listen);
  }

  // Attributes that are set together make one map.
  attributeChangedCallback(): void {
    if (this.due || !this.isConnected) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.load();
    });
  }

  // load shows what is wanted in a new frame: one that takes another address
  // while it begins to load now and then stays at the first.
  private load(): void {
    const ordered = address(origin, (name) => this.getAttribute(name));
    if (!this.isConnected || this.ordered === ordered) return;
    this.ordered = ordered;
    this.frame?.remove();
    const frame = (this.frame = document.createElement('iframe'));
    Object.assign(frame.style, { width: '100%', height: '100%', border: '0' });
    frame.title = this.getAttribute('lang') === 'en' ? 'Map of rest stations' : '驿站地图';
    frame.allow = `geolocation ${origin}`;
    frame.loading = 'lazy';
    frame.referrerPolicy = 'no-referrer';
    frame.src = this.asked ? address(origin, (name) => (name === 'map' ? 'now' : this.getAttribute(name))) : ordered;
    this.append(frame);
  }

  private readonly listen = (event: MessageEvent) => {
    if (event.source !== this.frame?.contentWindow || event.origin !== origin || !isTold(event.data)) return;
    if (event.data.type === 'map') this.asked = true;
    const detail = 'detail' in event.data ? event.data.detail : undefined;
    this.dispatchEvent(new CustomEvent(`yizhan-${event.data.type}`, { detail, bubbles: true }));
  };
}

if (!customElements.get('yizhan-map')) customElements.define('yizhan-map', YizhanMap);
