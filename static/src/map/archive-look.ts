import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';

/** SOURCE is the name of an archive on a map. */
export const SOURCE = 'archive';

interface Colours {
  earth: string;
  green: string;
  water: string;
  building: string;
  casing: string;
  minor: string;
  major: string;
  ink: string;
  halo: string;
}

const DAY: Colours = { earth: '#f1ece1', green: '#d9e4c5', water: '#a9cbe2', building: '#e2d9c8', casing: '#d5c8b0', minor: '#ffffff', major: '#ffdf9e', ink: '#3d3529', halo: '#ffffff' };
const NIGHT: Colours = { earth: '#1a1f22', green: '#1f2a22', water: '#16303f', building: '#242a2d', casing: '#0d1011', minor: '#353e43', major: '#6f6348', ink: '#d8d0c2', halo: '#0d1011' };

const KIND: ExpressionSpecification = ['coalesce', ['get', 'kind'], ['get', 'class'], ''];
const NAME: ExpressionSpecification = ['coalesce', ['get', 'name:zh'], ['get', 'name:zh-Hans'], ['get', 'name'], ''];
const GREEN = ['park', 'forest', 'wood', 'grass', 'grassland', 'meadow', 'nature_reserve', 'garden', 'scrub', 'cemetery', 'golf_course', 'farmland', 'orchard'];
const MAJOR = ['highway', 'major_road', 'motorway', 'trunk', 'primary', 'secondary'];
const NO_ROADS = ['rail', 'ferry', 'aerialway', 'transit'];

/** drawn are the layers of a vector archive, the lowest first, for the names
 *  that it has of its own layers. */
export function drawn(names: readonly string[], night: boolean): LayerSpecification[] {
  const colours = night ? NIGHT : DAY;
  return THEME.flatMap(({ of, look }) => names.filter((name) => of.includes(name)).flatMap((name) => look(name, colours)));
}

/** THEME says how a layer looks, by its name. */
const THEME: { of: string[]; look: (name: string, c: Colours) => LayerSpecification[] }[] = [
  { of: ['earth', 'land'], look: (name, c) => [area(name, c.earth)] },
  { of: ['landcover', 'landuse', 'park', 'natural'], look: (name, c) => [area(name, c.green, ['in', KIND, ['literal', GREEN]])] },
  { of: ['ocean', 'water'], look: (name, c) => [area(name, c.water)] },
  { of: ['buildings', 'building'], look: (name, c) => [area(name, c.building)] },
  { of: ['roads', 'transportation', 'streets'], look: (name, c) => [road(name, c.casing, 1.7), road(name, ['case', ['in', KIND, ['literal', MAJOR]], c.major, c.minor], 1)] },
  { of: ['roads', 'transportation_name'], look: (name, c) => [named(name, c, true)] },
  { of: ['places', 'place'], look: (name, c) => [named(name, c, false)] },
];

function area(name: string, colour: string, which?: ExpressionSpecification): LayerSpecification {
  const polygon: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon'];
  return { ...from(name), id: `archive-${name}`, type: 'fill', filter: which ? ['all', polygon, which] : polygon, paint: { 'fill-color': colour } };
}

function road(name: string, colour: string | ExpressionSpecification, wider: number): LayerSpecification {
  const wide = (metres: number): ExpressionSpecification => ['*', metres * wider, ['case', ['in', KIND, ['literal', MAJOR]], 1.8, 0.8]];
  return {
    ...from(name),
    id: `archive-${name}-${wider}`,
    type: 'line',
    filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!', ['in', KIND, ['literal', NO_ROADS]]]],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 8, wide(0.5), 12, wide(1.2), 15, wide(4), 18, wide(14)] },
  };
}

function named(name: string, c: Colours, along: boolean): LayerSpecification {
  return {
    ...from(name),
    id: `archive-${name}-names`,
    type: 'symbol',
    filter: ['!=', NAME, ''],
    layout: { 'text-field': NAME, 'text-size': along ? 12 : 14, 'symbol-placement': along ? 'line' : 'point' },
    paint: { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.25 },
  };
}

function from(name: string): { source: string; 'source-layer': string } {
  return { source: SOURCE, 'source-layer': name };
}
