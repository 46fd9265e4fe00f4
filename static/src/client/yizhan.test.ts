import { describe, expect, it } from 'vitest';
import { connect } from './yizhan';

// asked answers every request alike and keeps what was asked.
function server(body: string, init: ResponseInit): { asked: Request[]; fetch: (r: Request) => Promise<Response> } {
  const asked: Request[] = [];
  return { asked, fetch: async (r) => (asked.push(r), new Response(body, init)) };
}

describe('the typed client', () => {
  it('writes a list as a repeated parameter, and shows its key', async () => {
    const { asked, fetch } = server('{"datum":"gcj02","stations":[],"next":null}', { headers: { 'Content-Type': 'application/json' } });
    const { data } = await connect('https://x.example', { key: 'k', fetch }).GET('/v1/nearby', {
      params: { query: { lon: 118.8, lat: 32.05, datum: 'gcj02', kind: ['driver_home', 'union_station'] } },
    });
    expect(data?.datum).toBe('gcj02');
    expect(asked[0]!.url).toBe('https://x.example/v1/nearby?lon=118.8&lat=32.05&datum=gcj02&kind=driver_home&kind=union_station');
    expect(asked[0]!.headers.get('Authorization')).toBe('Bearer k');
    expect(asked[0]!.headers.get('Accept')).toBe('application/json');
  });

  it('gives a problem as it is, and one for the page of somebody between', async () => {
    const told = { type: '/problems/too_many', title: 'x', status: 429, detail: '', errors: [], request_id: 'r' };
    const busy = server(JSON.stringify(told), { status: 429, headers: { 'Content-Type': 'application/problem+json' } });
    expect((await connect('https://x.example', busy).GET('/v1/meta')).error).toEqual(told);
    const proxy = server('<html>', { status: 502, statusText: 'Bad Gateway', headers: { 'Content-Type': 'text/html' } });
    expect((await connect('https://x.example', proxy).GET('/v1/meta')).error).toMatchObject({ type: 'about:blank', status: 502 });
  });
});
