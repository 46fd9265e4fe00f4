import type { RiderWords } from './rider-zh';

/** en is the rider's page, in English. */
export const en: RiderWords = {
  rider: {
    title: 'Yizhan · a place to rest',
    tagline: 'Nearby places to rest, drink and charge',
    useMyPosition: 'Near me',
    locating: 'Finding you…',
    positionPrivacy: 'Your position is only used to look nearby. It is not kept.',
    pickOnMap: 'Pick on the map',
    mapHint: 'Tap the map to look there',
    mapLabel: 'Map of stations',
    searchLabel: 'Find by name or address',
    searchPlaceholder: 'Name or address',
    search: 'Find',
    searchFound: (n) => (n === 0 ? 'Nothing of that name. Try another word.' : `${n} found. Choose one to look around it.`),
    listLabel: 'Stations nearby',
    found: (n, more) => (more ? `The nearest ${n} stations` : `${n} stations`),
    more: 'More',
    share: 'Share this place',
    shared: 'Link copied. It holds the position: send it only to people you trust.',
    plan: 'Planner',
    denied: 'No permission for your position. Tap the map, or find by name.',
    noPosition: 'Could not find your position. Tap the map, or find by name.',
    far: (km) => `No station within 10 km. The nearest is ${km} away`,
    empty: 'No station fits these filters.',
    emptyNearest: (name, far) => `The nearest is “${name}”, ${far} away, but it does not fit the filters.`,
    emptyAtAll: 'The registry has no stations yet.',
    clearFilters: 'Clear filters',
    youAreHere: 'Looking from here',
  },

  filter: {
    label: 'Filters',
    mode: 'How you go',
    openNow: 'Open now',
    kinds: 'Kinds',
    services: 'Services',
    clear: 'Clear',
    done: 'Done',
  },
};
