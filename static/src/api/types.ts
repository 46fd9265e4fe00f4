import type { Word } from '../words/language';

/** Mode is how someone travels. */
export type Mode = 'walk' | 'ride' | 'truck';

/** OpenState is whether a station is open at the asked moment. */
export type OpenState = 'open' | 'closing_soon' | 'closed' | 'unknown';

/** ServiceState is one service of a station and how it stands. */
export interface ServiceState {
  code: string;
  status?: 'ok' | 'limited' | 'broken' | 'none';
  free?: boolean;
  note?: string;
}

/** Card is a station as nearby answers it. Absent fields are unknown. */
export interface Card {
  id: string;
  name: string;
  kind: string;
  lon: number;
  lat: number;
  code?: string;
  lifecycle?: string;
  host?: string;
  address?: string;
  floor?: string;
  entrance_note?: string;
  bike_parking?: string;
  access_method?: string;
  access_steps?: string;
  eligibility?: string;
  services?: ServiceState[];
  hours?: string;
  phone?: string;
  photo?: string;
  distance_m: number;
  road_m: number | null;
  duration_s: number;
  by_road: boolean;
  open: OpenState;
  closes_at: string | null;
  opens_at?: string;
  synthetic?: boolean;
  badge?: 'none' | 'verify_due' | 'maybe_closed';
  verified_at?: string;
  navigate?: Partial<Record<'amap' | 'baidu' | 'tencent' | 'geo', string>>;
}

/** Nearest is the nearest station of any sort, told when none suits. */
export interface Nearest {
  id: string;
  name: string;
  kind: string;
  distance_m: number;
}

/** NearbyAnswer is a page of cards, nearest first; next asks for the page after. */
export interface NearbyAnswer {
  datum: string;
  stations: Card[];
  next: string | null;
  nearest?: Nearest;
}

/** Found is a station as the registry lists it: enough to choose it by name.
 *  One that has an address only has no position. */
export interface Found {
  id: string;
  name: string;
  kind: string;
  lifecycle: string;
  address?: string;
  lon: number | null;
  lat: number | null;
}

/** Located is a Found with a position. */
export type Located = Found & { lon: number; lat: number };

/** AreaName is a district that /v1/meta lists. */
export interface AreaName {
  adcode: string;
  name: string;
  level?: string;
  parent?: string;
}

/** Meta is what the pages must know of the server before they ask. */
export interface Meta {
  name?: string;
  version?: string;
  synthetic: boolean;
  words: {
    kinds: Word[];
    services: Word[];
    hosts: Word[];
    access_methods: Word[];
    lifecycles: Word[];
    report_kinds?: Word[];
    outcomes?: Word[];
  };
  bounds: [number, number, number, number] | null;
  roads?: { checksum?: string; source?: string }[];
  layers?: { name: string; rows?: number; total?: number }[];
  areas?: AreaName[];
  revision?: number;
  basemap?: Basemap;
}

/** Basemap is what maps draw on, as the operator set it. */
export interface Basemap {
  kind: 'roads' | 'raster' | 'pmtiles';
  /** datum is the one that its pictures are in. */
  datum: 'wgs84' | 'gcj02' | 'bd09';
  /** layers are those of a raster, the lowest first. */
  layers?: { tiles: string[]; max_zoom: number }[];
  /** archive is the address of a PMTiles archive. */
  archive?: string;
  /** credit says whose map it is, review is its review number (审图号). */
  credit?: string;
  review?: string;
}

/** Gap is a connected patch of cells with demand and too few stations in time. */
export interface Gap {
  id: string;
  demand: number;
  cells: number;
  area_km2: number;
  centre: [number, number];
  worst_minutes: number | null;
  beyond: number;
  adcode?: string;
  label?: string; // the nearest road's name
}

/** Spread says how long people travel, over the demand that has a time. */
export interface Spread {
  timed_share: number | null;
  mean_minutes: number | null;
  median_minutes: number | null;
  p90_minutes: number | null;
}

/** AreaShare is the coverage of one district. */
export interface AreaShare extends Spread {
  adcode: string;
  name: string;
  level?: string;
  demand: number;
  covered: number;
  share: number | null;
}

/** Coverage is the answer of POST /v1/coverage. */
export interface Coverage {
  id: string;
  profile: string;
  roads: string;
  revision: number;
  stations: { used: number; off_road: string[] | null; unknown_hours: string[] | null };
  cells: { total: number; covered: number; off_road: number; no_way_out?: number };
  demand: { total: number; covered: number; share: number | null };
  by_k: { k: number; cells: number; demand: number; share: number | null }[];
  times: Spread & { distribution: { to_minutes: number; demand: number }[] };
  verified?: { within_days: number; stations: number; cells: number; demand: { total: number; covered: number; share: number | null } };
  areas: AreaShare[] | null;
  gaps: Gap[] | null;
  took_ms: number;
}
