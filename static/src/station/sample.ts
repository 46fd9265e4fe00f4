import type { Card } from '../api/types';

/** SAMPLE is a station as nearby answers it, for tests: open, and nothing more
 *  is known of it than must be. */
export const SAMPLE: Card = {
  id: '1',
  name: 'a',
  kind: 'union_station',
  lifecycle: 'open',
  lon: 118,
  lat: 32,
  distance_m: 10,
  duration_s: 10,
  by_road: false,
  open: 'open',
  road_m: null,
  closes_at: null,
  navigate: { amap: '', baidu: '', tencent: '', geo: '' },
};
