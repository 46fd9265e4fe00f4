import { inTongue } from '../words/problem';
import { Failure, trouble, unsent, type Trouble } from './client';
import { holder } from './key';
import { patience } from './patience';

/** FieldProblem is what is wrong with one field of a request. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/** Refusal is a Failure with what the server said: 401 no good key, 403 not
 *  allowed, 409 taken, 412 changed meanwhile, 400 with the fields. */
export class Refusal extends Failure {
  constructor(
    trouble: Trouble,
    readonly status: number,
    detail: string,
    readonly fields: FieldProblem[] = [],
  ) {
    super(trouble, detail);
  }
}

/** Sent is what goes with a request. */
export interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  patience?: number; // ms
}

/** Answer is an answer's JSON and its tag. */
export interface Answer<T> {
  value: T;
  etag: string;
}

/** barred reports whether a failure means that the key does not hold. */
export function barred(problem: unknown): boolean {
  return problem instanceof Refusal && problem.status === 401;
}

/** renewing asks with the key that is held, and once more when it did not hold
 *  and another one was given meanwhile: what was refused was not done. */
export async function renewing<T>(ask: () => Promise<T>): Promise<T> {
  const shown = holder.headers.Authorization;
  try {
    return await ask();
  } catch (problem) {
    if (!barred(problem) || !shown) throw problem;
    const other = holder.held && holder.headers.Authorization !== shown;
    if (!other && !(await holder.renew())) throw problem;
    return ask();
  }
}

const PATIENCE = 30_000; // ms

/** send asks our own origin with the key that is held, and returns JSON (null
 *  for no content). It throws a Refusal, a Failure, or the AbortError of a
 *  caller who gave up. */
export async function send<T>(path: string, sent: Sent = {}): Promise<Answer<T>> {
  const answer = await fetched(path, sent);
  const etag = answer.headers.get('ETag') ?? '';
  if (answer.status === 204) return { value: null as T, etag };
  try {
    return { value: (await answer.json()) as T, etag };
  } catch {
    throw new Failure('badAnswer');
  }
}

/** get is send for who only reads. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send<T>(path, { signal })).value;
}

/** blob fetches what a link or an image cannot, as they show no key. */
export async function blob(path: string): Promise<Blob> {
  return (await fetched(path, {})).blob();
}

/** download fetches a file and hands it to the browser to keep. A link cannot,
 *  as it shows no key. */
export async function download(path: string, name: string, sent: Sent = {}): Promise<void> {
  const answer = await fetched(path, sent);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fetched(path: string, sent: Sent): Promise<Response> {
  if (sent.headers?.Authorization) return once(path, sent); // a key that is being tried
  return renewing(() => once(path, sent));
}

async function once(path: string, sent: Sent): Promise<Response> {
  const signal = patience(sent.patience ?? PATIENCE, sent.signal);
  let answer: Response;
  try {
    answer = await fetch(path, { ...posted(sent), signal, credentials: 'same-origin', cache: 'no-store' });
  } catch (cause) {
    throw unsent(cause, signal, sent.signal);
  }
  if (!answer.ok) throw refusal(answer.status, await answer.text());
  return answer;
}

function posted(sent: Sent): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json', ...holder.headers, ...sent.headers };
  const method = sent.method ?? (sent.body === undefined ? 'GET' : 'POST');
  if (sent.body === undefined) return { method, headers };
  if (sent.body instanceof Blob) return { method, headers: { ...headers, 'Content-Type': 'application/octet-stream' }, body: sent.body };
  return { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(sent.body) };
}

/** refusal reads problem+json. */
export function refusal(status: number, text: string): Refusal {
  let problem: { title?: string; detail?: string; errors?: FieldProblem[] } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // A proxy's page: the status says enough.
  }
  const sort = trouble(status);
  const told = sort === 'busy' || sort === 'server' ? '' : inTongue(problem.detail || problem.title || String(status));
  return new Refusal(sort, status, told, problem.errors ?? []);
}
