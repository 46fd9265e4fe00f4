import 'vitest';

declare module 'vitest' {
  /** ProvidedContext is what the server's setup tells the tests. */
  export interface ProvidedContext {
    /** origin is where the server under test listens. */
    origin: string;
    /** centre is the middle of its data, [lon, lat]. */
    centre: [number, number];
    /** yizhan is the binary under test. */
    yizhan: string;
    /** dir holds what the server serves, for servers beside it. */
    dir: string;
  }
}
