import type * as Spec from '../client/spec';
import type { Word } from '../words/language';

/** Mode is how someone travels. */
export type Mode = Spec.Mode;

/** OpenState is whether a station is open at the asked moment. */
export type OpenState = Spec.Card['open'];

/** ServiceState is one service of a station and how it stands. */
export type ServiceState = Spec.ServiceState;

/** Card is a station as nearby answers it. Absent fields are unknown. */
export type Card = Spec.Card & { lon: number; lat: number };

/** Nearest is the nearest station of any sort, told when none suits. */
export type Nearest = Spec.Nearest;

/** NearbyAnswer is a page of cards, nearest first; next asks for the page after. */
export type NearbyAnswer = Omit<Spec.NearbyAnswer, 'stations'> & { stations: Card[] };

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
export type AreaName = Spec.AreaName;

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
  unmet?: { layer: string; days: number };
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
export type Gap = Omit<Spec.Gap, 'centre'> & { centre: [number, number] };

/** Spread says how long people travel, over the demand that has a time. */
export type Spread = Spec.Spread;

/** AreaShare is the coverage of one district. */
export type AreaShare = Spec.AreaShare;

/** Coverage is the answer of POST /v1/coverage. */
export type Coverage = Omit<Spec.Coverage, 'gaps'> & { gaps: Gap[] };
