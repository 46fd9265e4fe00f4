// The worker of the map: MapLibre's own, with what older web views lack.
import './older';
// @ts-expect-error it has no types
import MapWorker from 'maplibre-gl/dist/maplibre-gl-worker.mjs';

// Its package says that its files do nothing by themselves: what nobody names
// would not be built in.
Object.assign(self, { MapWorker });
