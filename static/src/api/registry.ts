import type * as Spec from '../client/spec';
import type { Meta } from './types';
import { get, send, type Answer } from './send';
import type { Word } from '../words/language';

/** Datum is the frame of a pair of coordinates. */
export type Datum = 'wgs84' | 'gcj02' | 'bd09';

/** DATUMS lists them, the usual one of Chinese maps first. */
export const DATUMS: readonly Datum[] = ['gcj02', 'bd09', 'wgs84'];

/** Role is what a key may do; planner and editor do not contain each other. */
export type Role = 'anonymous' | 'reader' | 'planner' | 'editor' | 'admin';

/** Me is who asks, as the server sees it. */
export interface Me {
  role: Role;
  open: boolean;
  key?: string;
  name?: string;
  adcode?: string;
}

/** contains reports whether a role may do what another one may. */
export function contains(role: Role, needs: Role): boolean {
  if (role === needs || role === 'admin' || needs === 'anonymous') return true;
  return needs === 'reader' && (role === 'planner' || role === 'editor');
}

/** DeskMeta is the server's table of words as the registry's page needs it. */
export type DeskMeta = Meta & {
  words: Record<'badges' | 'report_kinds' | 'outcomes' | 'verification_methods' | 'position_qualities' | 'a_ratings' | 'registries', Word[]>;
};

/** Entry is a station in a list. */
export interface Entry {
  id: string;
  name: string;
  kind: string;
  lifecycle: string;
  lon: number | null;
  lat: number | null;
  code?: string;
  address?: string;
  adcode?: string;
  hours?: string;
  phone?: string;
  badge?: string;
  verified_at?: string;
  updated_at?: string;
  source?: string;
  synthetic?: boolean;
  merged_into?: string;
  overdue_days?: number;
}

/** Page is one page of a list. */
export interface Page {
  stations: Entry[];
  total: number;
  next: string | null;
}

/** Edit is a whole record as a writer sees it and sends it back: flat, its
 *  members as docs/en/record.md names them. */
export interface Edit extends Record<string, unknown> {
  id: string;
  revision: number;
  name: string;
  lifecycle: string;
  datum: Datum;
  lon: number | null;
  lat: number | null;
}

/** Change is one write in a station's history. */
export interface Change {
  revision: number;
  op?: 'create' | 'update' | 'delete';
  at: string;
  by?: string;
  reason?: string;
  station: Edit | null;
}

/** me asks who is there: by the key that is held, or to try one, by another. */
export async function me(secret?: string): Promise<Me> {
  return (await send<Me>('/v1/me', secret ? { headers: { Authorization: `Bearer ${secret.trim()}` } } : {})).value;
}

/** deskMeta asks for the words and for what is loaded. */
export function deskMeta(): Promise<DeskMeta> {
  return get<DeskMeta>('/v1/meta');
}

/** list asks for a page of the registry. */
export function list(query: URLSearchParams, signal?: AbortSignal): Promise<Page> {
  return get<Page>(`/v1/stations?${query}`, signal);
}

/** record reads a whole record, with the tag that a change must show. */
export function record(id: string, datum: Datum): Promise<Answer<Edit>> {
  return send<Edit>(`/v1/stations/${id}?${new URLSearchParams({ view: 'edit', datum })}`);
}

/** create makes a station; the same request of the same once makes one only. */
export function create(body: Record<string, unknown>, once: string): Promise<Answer<Edit>> {
  return send<Edit>('/v1/stations', { body, headers: { 'Idempotency-Key': once } });
}

/** amend changes some fields of a record that was seen under a tag. */
export function amend(id: string, etag: string, change: Record<string, unknown>, reason: string): Promise<Answer<Edit>> {
  const headers = { 'If-Match': etag, 'Content-Type': 'application/merge-patch+json' };
  return send<Edit>(`/v1/stations/${id}${why(reason)}`, { method: 'PATCH', body: change, headers });
}

/** remove deletes a station that was seen under a tag. */
export async function remove(id: string, etag: string, reason: string): Promise<void> {
  await send(`/v1/stations/${id}${why(reason)}`, { method: 'DELETE', headers: { 'If-Match': etag } });
}

function why(reason: string): string {
  return reason ? `?${new URLSearchParams({ reason })}` : '';
}

/** past reads a station's history, the latest write first. */
export function past(id: string, cursor: string | null, limit = 20): Promise<{ changes: Change[]; next: string | null }> {
  return get(`/v1/stations/${id}/history?${new URLSearchParams({ limit: String(limit), datum: 'wgs84', ...(cursor ? { cursor } : {}) })}`);
}

/** verify says that somebody made sure just now that a record is true. */
export async function verify(id: string, method: string): Promise<void> {
  await send(`/v1/stations/${id}/verify`, { body: { method } });
}

/** HoursRead is how a text of hours is read. */
export type HoursRead = Spec.HoursRead;

/** readHours asks how a text of hours is read. */
export function readHours(hours: string, signal?: AbortSignal): Promise<HoursRead> {
  return get<HoursRead>(`/v1/hours?${new URLSearchParams({ hours })}`, signal);
}

/** Located is a place in every datum. */
export interface Located extends Record<Datum, { lon: number; lat: number }> {
  adcode?: string;
  road_m: number | null;
}

/** locate asks what is known of a place, in a datum. */
export async function locate(lon: number, lat: number, datum: Datum, signal?: AbortSignal): Promise<Located> {
  return (await send<Located>('/v1/locate', { body: { lon, lat, datum }, signal })).value;
}
