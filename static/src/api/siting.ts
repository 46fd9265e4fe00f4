import type { FeatureCollection } from 'geojson';
import { told } from './client';
import { listen } from './events';
import type { Candidate } from './hosts';
import { holder } from './key';
import { ask } from './keyed';

/** FAIR are the ways to share what is built among districts. */
export const FAIR = ['most', 'least80', 'worst'] as const;
export type Fair = (typeof FAIR)[number];

/** FROM are the places that sites are chosen from: roadsides in the gaps, the
 *  hosts of a file, or both. */
export const FROM = ['gaps', 'hosts', 'both'] as const;
export type From = (typeof FROM)[number];

/** Wish is what is wanted of the next sites. */
export interface Wish {
  p: number;
  spacing: number; // metres between sites, and to stations; 0 for any
  fair: Fair;
  longer: string; // stations may stay open until then instead: HH:MM or 24h; '' for not
  from: From;
  budget: number; // in the unit of the hosts' costs; 0 for no limit
  siteCost: number; // of what states none; 0 for not said
  single: boolean; // at most one site of each host
}

/** UNTIL are the hours until which stations may be offered to stay open. */
export const UNTIL = ['', '22:00', '23:00', '26:00', '24h'] as const;

/** Site is one of the chosen places. */
export interface Site {
  rank: number;
  lon: number;
  lat: number;
  source: string;
  name?: string;
  host?: string; // whose it is
  cost?: number;
  station?: string; // that stays open longer
  hours?: string; // to try for it
  until?: string;
  adcode: string;
  area: string;
  gain: number;
  covered: number;
  cumulative_share: number | null;
  gaps: string[];
  closes: string[];
}

/** Siting is the answer: the sites, and a bound that no others exceed. */
export interface Siting {
  id: string;
  base: string;
  p: number;
  candidates: Record<'used' | Reason, number>;
  cost?: number; // of the sites, as far as it is stated
  budget?: number;
  sites: Site[];
  covered: number;
  share: number | null;
  bound: number;
  bound_share: number | null;
  optimal: boolean;
  gap_percent: number;
  demand: { from: { share: number | null; covered: number; total: number }; to: { share: number | null; covered: number } };
  areas: { adcode: string; name: string; from: number | null; to: number | null }[];
  hours?: { until: string; versus: { stations: string[]; extended_covered: number; built: number | null; built_least: number } };
  equity?: { worst_before: Standing | null; worst_after: Standing | null; worst_bound?: number; unmet: string[] };
}

/** REASONS are why a candidate is none. */
export const REASONS = ['off_road', 'closed', 'unknown_hours', 'too_near', 'useless'] as const;
export type Reason = (typeof REASONS)[number];

/** Standing is a district and its share. */
export interface Standing {
  name: string;
  share: number | null;
}

/** Progress is how a search goes. */
export interface Progress {
  phase: 'cover' | 'search';
  done?: number;
  of?: number;
  share?: number | null;
  bound_share?: number | null;
  gap_percent?: number;
  sites?: { lon: number; lat: number }[];
}

const SECONDS = 10; // that the server searches at most
const GAP_POINTS = 4000; // beside hosts

/** nextSites puts a question, searches for the places that help most, and tells
 *  how it goes. Ending the signal ends the search. */
export async function nextSites(asked: Record<string, unknown>, tell: (p: Progress) => void, signal: AbortSignal): Promise<Siting> {
  for await (const { name, data } of listen('/v1/siting', { body: asked, headers: holder.headers, signal, patience: 120_000 })) {
    if (name === 'progress') tell(JSON.parse(data) as Progress);
    if (name === 'problem') throw await told(JSON.parse(data) as { status: number });
    if (name === 'answer') return JSON.parse(data) as Siting;
  }
  throw await told({ status: 502 });
}

/** question is the wish as POST /v1/siting wants it, with the hosts that it
 *  may choose from. */
export function question(base: string, wish: Wish, hosts: Candidate[] = []): Record<string, unknown> {
  const sent: Record<string, unknown> = { base, p: wish.p, seconds: SECONDS };
  if (wish.spacing > 0) sent.spacing_m = wish.spacing;
  if (wish.longer) sent.hours = { until: wish.longer };
  if (wish.fair === 'least80') sent.equity = { least_share: 0.8 };
  if (wish.fair === 'worst') sent.equity = { raise_worst: true };
  if (wish.from === 'gaps') return sent;
  sent.candidates = hosts;
  if (wish.from === 'both') sent.gap_points = GAP_POINTS;
  if (wish.single) sent.one_per_host = true;
  if (wish.budget > 0) sent.budget = wish.budget;
  if (wish.budget > 0 && wish.siteCost > 0) sent.site_cost = wish.siteCost;
  return sent;
}

/** recallSites asks for an answer of before. */
export function recallSites(id: string, signal?: AbortSignal): Promise<Siting> {
  return ask<Siting>(`/v1/siting/${id}`, { signal, patience: 120_000 });
}

/** siteFile is where the sites are fetched as a file. */
export function siteFile(id: string, format: 'csv' | 'geojson'): string {
  return `/v1/siting/${id}?f=${format}`;
}

/** points are sites for the map, with their rank as text. */
export function points(sites: readonly { rank?: number; lon: number; lat: number }[]): FeatureCollection {
  const features = sites.map(({ rank, lon, lat }) => ({
    type: 'Feature' as const,
    properties: { rank: rank ? String(rank) : '' },
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  }));
  return { type: 'FeatureCollection', features };
}
