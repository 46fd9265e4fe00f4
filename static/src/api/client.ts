import type { Words } from '../words/zh';
import { patience } from './patience';

/** Trouble says what went wrong, for choosing the words. */
export type Trouble = 'offline' | 'timeout' | 'busy' | 'server' | 'badAnswer' | 'refused' | 'gone' | 'input';

/** Failure is a question that was not answered. */
export class Failure extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly detail = '',
  ) {
    super(`${trouble} ${detail}`.trim());
  }
}

const PATIENCE = 30_000; // ms; a coverage of a city takes seconds

/** ask sends one request to our own origin and returns its JSON. It throws a
 *  Failure, or the AbortError of a caller who gave up. */
export async function ask<T>(path: string, options: Options = {}): Promise<T> {
  const answer = await send(path, 'application/json', options);
  try {
    return (await answer.json()) as T;
  } catch {
    throw new Failure('badAnswer');
  }
}

/** Options of a request: a body makes it a POST; patience is in milliseconds,
 *  for the whole answer. */
export interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  patience?: number;
}

/** send sends one request and returns its answer, when it is a good one. It
 *  throws as ask does. */
export async function send(path: string, accept: string, options: Options): Promise<Response> {
  const signal = patience(options.patience ?? PATIENCE, options.signal);
  let answer: Response;
  try {
    answer = await fetch(path, { ...sending(options, accept), signal, credentials: 'same-origin' });
  } catch (cause) {
    throw unsent(cause, signal, options.signal);
  }
  if (!answer.ok) throw await refused(answer);
  return answer;
}

/** inWords tells a user what went wrong. */
export function inWords(problem: unknown, w: Words): string {
  if (!(problem instanceof Failure)) return w.error.badAnswer;
  const text = w.error[problem.trouble];
  return text + problem.detail;
}

function sending({ body, headers }: Options, accept: string): RequestInit {
  if (body === undefined) return { headers: { Accept: accept, ...headers } };
  return {
    method: 'POST',
    headers: { Accept: accept, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** unsent is what to throw when no answer came: the cause itself when the caller
 *  gave up, whose signal is `given`; `signal` is the question's patience. */
export function unsent(cause: unknown, signal: AbortSignal, given?: AbortSignal): unknown {
  if (given?.aborted) return cause;
  return new Failure(signal.aborted ? 'timeout' : 'offline');
}

async function refused(answer: Response): Promise<Failure> {
  const sort = trouble(answer.status);
  return new Failure(sort, sort === 'busy' || sort === 'refused' ? '' : await reasons(answer));
}

/** trouble is what the status of a refusal means. */
export function trouble(status: number): Trouble {
  if (status === 410) return 'gone';
  if (status === 429) return 'busy';
  if (status === 401 || status === 403) return 'refused';
  return status >= 500 ? 'server' : 'input';
}

// reasons reads problem+json: the fields that broke a rule, else the detail.
async function reasons(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: string; title?: string; errors?: { field: string; problem: string }[] };
    const inTongue = await translator();
    const fields = (problem.errors ?? []).map((e) => `${e.field}: ${inTongue(e.problem)}`);
    return fields.join('; ') || inTongue(problem.detail || problem.title || '');
  } catch {
    return String(answer.status);
  }
}

const TABLE = 3000; // ms that a refusal waits for its words at most

// translator fetches the table of problems, which few visits need. Without it, or
// where it does not come in time, texts stay as the server wrote them.
async function translator(): Promise<(text: string) => string> {
  const asItStands = (text: string): string => text;
  const late = new Promise<typeof asItStands>((done) => setTimeout(done, TABLE, asItStands));
  const table = import('../words/problem').then((m) => m.inTongue);
  return Promise.race([table.catch(() => asItStands), late]);
}

/** told makes a Failure of a problem that came within a good answer. */
export function told(problem: { status: number }): Promise<Failure> {
  return refused(new Response(JSON.stringify(problem), { status: problem.status }));
}
