import type * as Spec from '../client/spec';
import type { Entry } from './registry';
import { get, refusal, renewing, send } from './send';
import { Failure } from './client';
import { holder } from './key';

/** Review is a question that an import left to people. */
export type Review = Spec.Review;

/** Verdict is an answer to a review. */
export type Verdict = 'merge' | 'keep_apart' | 'take_source' | 'keep_station';

export function reviews(cursor: string | null): Promise<{ reviews: Review[]; next: string | null }> {
  return get(`/v1/reviews?${paged(cursor)}`);
}

export async function decide(id: string, decision: Verdict, keep?: string): Promise<void> {
  await send(`/v1/reviews/${id}`, { body: { decision, ...(keep ? { keep } : {}) } });
}

/** Report is what a rider told. */
export type Report = Spec.OpenReport;

export function reports(status: 'open' | 'all', cursor: string | null): Promise<{ reports: Report[]; next: string | null }> {
  return get(`/v1/reports?${paged(cursor, { status })}`);
}

export async function answer(id: number, outcome: string, text: string): Promise<void> {
  await send(`/v1/reports/${id}/answer`, { body: { outcome, ...(text ? { text } : {}) } });
}

/** Overdue is a page of what is to be verified; the counts are of all pages. */
export interface Overdue {
  districts: { adcode: string; overdue: number }[];
  stations: Entry[];
  total: number;
  next: string | null;
}

export function overdue(area: string, cursor: string | null, limit = 50): Promise<Overdue> {
  return get(`/v1/overdue?${paged(cursor, area ? { area } : {}, limit)}`);
}

/** Key is one that was made; its secret stands in the answer to making it. */
export type Key = Spec.Key;

/** Terms are what of a key may change: the pages that it is for, and its
 *  quotas, 0 for none. */
export interface Terms {
  origins: string[];
  per_minute: number;
  per_day: number;
}

export async function keys(): Promise<Key[]> {
  return (await get<{ keys: Key[] }>('/v1/keys')).keys;
}

export async function makeKey(role: string, name: string, adcode: string, terms: Terms): Promise<Key> {
  const body = { role, ...(name ? { name } : {}), ...(adcode ? { adcode } : {}), ...terms };
  return (await send<Key>('/v1/keys', { body })).value;
}

export async function changeKey(id: string, terms: Terms): Promise<void> {
  await send(`/v1/keys/${id}`, { method: 'PATCH', body: terms });
}

/** Usage is what a key asked on a day of China. */
export interface Usage {
  key: string;
  day: string;
  asked: number;
  refused: number;
}

/** usage is of the last 30 days, until the day that it names. */
export function usage(): Promise<{ until: string; usage: Usage[] }> {
  return get('/v1/keys/usage');
}

export async function revoke(id: string): Promise<void> {
  await send(`/v1/keys/${id}`, { method: 'DELETE' });
}

/** Audited is a line of the audit log. */
export type Audited = Spec.Audit['lines'][number];

export function audit(cursor: string | null): Promise<{ lines: Audited[]; next: number | null }> {
  return get(`/v1/audit?${paged(cursor)}`);
}

/** StatsRow counts one period, division and kind. */
export type StatsRow = Spec.Stats['rows'][number];

export function stats(query: URLSearchParams, signal?: AbortSignal): Promise<{ rows: StatsRow[] }> {
  return get(`/v1/stats?${query}`, signal);
}

/** Preview is how a file would be understood. */
export type Preview = Spec.ImportPreview;

/** RowProblem is what is wrong with a row of a file, or doubtful. */
export type RowProblem = Spec.ImportReport['problems'][number];

/** ImportReport tells what an import did, or would do. */
export type ImportReport = Spec.ImportReport;

export async function preview(file: File, query: URLSearchParams): Promise<Preview> {
  return (await send<Preview>(`/v1/imports/preview?${query}`, { body: file, patience: 120_000 })).value;
}

/** upload imports a file and tells how much of it has been sent, 0 … 1. */
export function upload(file: File, query: URLSearchParams, sent: (share: number) => void): Promise<ImportReport> {
  return renewing(() => uploaded(file, query, sent));
}

function uploaded(file: File, query: URLSearchParams, sent: (share: number) => void): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/imports?${query}`);
    request.responseType = 'text';
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(holder.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => sent(e.lengthComputable ? e.loaded / e.total : 0);
    request.onerror = () => reject(new Failure('offline'));
    request.onload = () => {
      if (request.status !== 200) return reject(refusal(request.status, request.responseText));
      try {
        resolve(JSON.parse(request.responseText) as ImportReport);
      } catch {
        reject(new Failure('badAnswer'));
      }
    };
    request.send(file);
  });
}

function paged(cursor: string | null, more: Record<string, string> = {}, limit = 100): URLSearchParams {
  return new URLSearchParams({ limit: String(limit), ...more, ...(cursor ? { cursor } : {}) });
}
