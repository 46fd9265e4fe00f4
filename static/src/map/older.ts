// What MapLibre calls and web views before Chromium 93 or Safari 15.4 have not.
// To be imported before it, on the page and in its worker.

/** give adds a method where there is none. */
function give(to: object, name: string, method: (this: never, ...args: never[]) => unknown): void {
  if (!(name in to)) Object.defineProperty(to, name, { value: method, configurable: true, writable: true });
}

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

for (const list of [Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array]) give(list.prototype, 'at', at);
give(Object, 'hasOwn', (of: object, name: PropertyKey) => Object.prototype.hasOwnProperty.call(of, name));
give(String.prototype, 'replaceAll', function (this: string, what: string | RegExp, by: string) {
  return typeof what === 'string' ? this.split(what).join(by) : this.replace(what, by);
});
if (typeof Element !== 'undefined') {
  give(Element.prototype, 'replaceChildren', function (this: Element, ...nodes: Node[]) {
    this.textContent = '';
    this.append(...nodes);
  });
}
