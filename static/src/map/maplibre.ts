// MapLibre, after what it needs of older web views is there: every other module
// takes it from here.
import './older';
export * from 'maplibre-gl';
