import type { ExpressionSpecification, LineLayerSpecification, StyleSpecification } from 'maplibre-gl';

/** Colours of the ground that everything else is drawn on. */
interface Ground {
  land: string;
  casing: string;
  minor: string;
  middle: string;
  major: string;
}

const DAY: Ground = { land: '#f1ece1', casing: '#d5c8b0', minor: '#ffffff', middle: '#fff3d1', major: '#ffdf9e' };
const NIGHT: Ground = { land: '#1a1f22', casing: '#0d1011', minor: '#353e43', middle: '#475055', major: '#6f6348' };

const MAJOR = ['motorway', 'motorway_link', 'trunk', 'trunk_link', 'primary', 'primary_link'];
const MIDDLE = ['secondary', 'secondary_link', 'tertiary', 'tertiary_link'];
/** CLASSES are the layers of roads, the lesser first; each has a casing. */
export const CLASSES = ['minor', 'middle', 'major'] as const;
const CLASS: ExpressionSpecification = ['get', 'class'];

/** base is the style of the base map: land and our own road tiles, nothing
 *  from any other origin, no borders and no glyph server. */
export function base(night: boolean, origin: string): StyleSpecification {
  const ground = night ? NIGHT : DAY;
  const classes = {
    minor: ['!', among([...MAJOR, ...MIDDLE])] as ExpressionSpecification,
    middle: among(MIDDLE),
    major: among(MAJOR),
  };
  const widths = { minor: 0.7, middle: 1.1, major: 1.7 };
  return {
    version: 8,
    sources: { roads: { type: 'vector', tiles: [`${origin}/tiles/roads/{z}/{x}/{y}.mvt`], maxzoom: 14 } },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': ground.land } },
      // Every casing lies under every road, so that crossings look open.
      ...CLASSES.map((c) => line(`${c}-casing`, classes[c], ground.casing, widths[c] * 1.7)),
      ...CLASSES.map((c) => line(c, classes[c], ground[c], widths[c])),
    ],
  };
}

/** firstRoad is the layer under which areas are drawn, so that the roads stay
 *  readable on them. */
export const firstRoad = 'minor-casing';

/** groundColours lists the colour of each layer of the base map. */
export function groundColours(night: boolean): { id: string; property: 'background-color' | 'line-color'; colour: string }[] {
  const ground = night ? NIGHT : DAY;
  const lines = CLASSES.flatMap((c) => [
    { id: `${c}-casing`, property: 'line-color' as const, colour: ground.casing },
    { id: c, property: 'line-color' as const, colour: ground[c] },
  ]);
  return [{ id: 'land', property: 'background-color', colour: ground.land }, ...lines];
}

function among(names: string[]): ExpressionSpecification {
  return ['in', CLASS, ['literal', names]];
}

function line(id: string, filter: ExpressionSpecification, colour: string, width: number): LineLayerSpecification {
  return {
    id,
    type: 'line',
    source: 'roads',
    'source-layer': 'roads',
    filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': colour,
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 8, width * 0.6, 12, width * 1.2, 15, width * 4, 18, width * 14],
    },
  };
}
