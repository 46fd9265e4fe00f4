import type { FeatureCollection } from 'geojson';
import type * as Spec from '../client/spec';
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
export type Site = Spec.Site;

/** Siting is the answer: the sites, and a bound that no others exceed. */
export type Siting = Spec.Siting;

/** REASONS are why a candidate is none. */
export const REASONS = ['off_road', 'closed', 'unknown_hours', 'too_near', 'useless'] as const;
export type Reason = (typeof REASONS)[number];

/** Standing is a district and its share. */
export type Standing = Spec.Standing;

/** Progress is how a search goes. */
export type Progress = Spec.SitingProgress;

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
