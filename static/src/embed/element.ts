import { ATTRIBUTES, address, isTold } from './order';

// A classic script on somebody else's page: it leaves nothing behind but the
// element. The map is a frame of our own origin, so the page around it needs
// script-src and frame-src for us and nothing else, and cannot read in it.
const script = document.currentScript as HTMLScriptElement | null;
const origin = script ? new URL(script.src).origin : location.origin;

/** YizhanMap is <yizhan-map lon lat kind service datum lang theme …>. It sends
 *  yizhan-ready, yizhan-answer, yizhan-station and yizhan-problem, whose detail
 *  the documentation lists. */
class YizhanMap extends HTMLElement {
  static readonly observedAttributes = [...ATTRIBUTES];
  private readonly frame = document.createElement('iframe');

  connectedCallback(): void {
    if (getComputedStyle(this).display === 'inline') this.style.display = 'block';
    if (!this.style.height && this.clientHeight === 0) this.style.height = '32rem';
    Object.assign(this.frame.style, { width: '100%', height: '100%', border: '0' });
    this.frame.title = this.getAttribute('lang') === 'en' ? 'Map of rest stations' : '驿站地图';
    this.frame.allow = `geolocation ${origin}`;
    this.frame.loading = 'lazy';
    this.frame.referrerPolicy = 'no-referrer';
    this.load();
    if (!this.frame.isConnected) this.append(this.frame);
    addEventListener('message', this.listen);
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.listen);
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.frame.isConnected) this.load();
  }

  private load(): void {
    const wanted = address(origin, (name) => this.getAttribute(name));
    if (this.frame.src !== wanted) this.frame.src = wanted;
  }

  private readonly listen = (event: MessageEvent) => {
    if (event.source !== this.frame.contentWindow || event.origin !== origin || !isTold(event.data)) return;
    const detail = 'detail' in event.data ? event.data.detail : undefined;
    this.dispatchEvent(new CustomEvent(`yizhan-${event.data.type}`, { detail, bubbles: true }));
  };
}

if (!customElements.get('yizhan-map')) customElements.define('yizhan-map', YizhanMap);
