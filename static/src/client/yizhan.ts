import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { Problem, paths } from './spec.js';

export type * from './spec.js';

/** Form is how answers are written, where a route has a choice. */
export type Form = 'application/json' | 'application/geo+json';

/** Yizhan asks a server: GET, POST, PUT, PATCH and DELETE take a path of the
 *  document and what it wants, and know what it answers. */
export type Yizhan<F extends Form = 'application/json'> = Client<paths, F | 'application/problem+json'>;

/** Settings of a connection. */
export interface Settings<F extends Form> {
  /** A key of the role reader or more; without one the asker is anonymous. */
  key?: string;
  /** JSON when absent; some routes, such as areas, have GeoJSON only. */
  form?: F;
  /** Instead of the global fetch, as in tests. */
  fetch?: (request: Request) => Promise<Response>;
}

/** connect returns a client of the server at an origin, such as
 *  https://stations.example.org; '' is the page's own. Its methods resolve to
 *  {data} or to {error}, a problem whose type is stable. They reject when the
 *  network does. */
export function connect<F extends Form = 'application/json'>(origin: string, settings: Settings<F> = {}): Yizhan<F> {
  const client: Yizhan<F> = createClient({ baseUrl: origin, ...(settings.fetch && { fetch: settings.fetch }) });
  client.use(asking(settings), telling);
  return client;
}

function asking({ key, form }: Settings<Form>): Middleware {
  return {
    onRequest({ request }) {
      if (!request.headers.has('Accept')) request.headers.set('Accept', form ?? 'application/json');
      if (key) request.headers.set('Authorization', `Bearer ${key}`);
      return request;
    },
  };
}

// telling makes a problem of what somebody between answers, such as a proxy's
// page: programs go by the type alone.
const telling: Middleware = {
  onResponse({ response }) {
    if (response.status < 400 || response.headers.get('Content-Type')?.startsWith('application/problem+json')) return undefined;
    const problem: Problem = { type: 'about:blank', title: response.statusText, status: response.status, detail: '', errors: [], request_id: '' };
    return new Response(JSON.stringify(problem), { status: response.status, headers: { 'Content-Type': 'application/problem+json' } });
  },
};
