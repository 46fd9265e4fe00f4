import type { Words } from './zh';

/** en is every string that all pages share, in English. */
export const en: Words = {
  brand: 'Yizhan',
  api: 'API',
  otherLanguage: '中文',
  retry: 'Try again',
  loading: 'Looking…',
  close: 'Close',
  demo: 'Sample data: stations, roads and people are made up',
  demoTag: 'Sample data',
  credit: 'Roads © OpenStreetMap contributors',
  reviewNumber: (number) => `Map review no. ${number}`,
  and: ', ',
  aside: (text) => ` (${text})`,
  copied: 'Copied',
  copyFailed: 'Could not copy. Press and hold to select it.',
  showMap: 'Show the map',
  noWebGL: 'This device cannot draw the map. All else works without it.',
  mapLoading: 'Fetching the map…',
  mapFailed: 'The map did not load. All else works without it.',
  groundless: 'The base map did not come. Stations are shown as ever.',
  sight: {
    large: 'Large type',
    dark: 'Dark colours',
    light: 'Light colours',
  },
  chosen: (n) => `${n} chosen`,

  modes: {
    walk: 'Walk',
    ride: 'Ride',
    truck: 'Truck',
  },

  error: {
    offline: 'Cannot reach the server. Check the network and try again.',
    timeout: 'It took too long. Try again.',
    busy: 'Too many requests. Wait a moment.',
    server: 'The server failed. Try again later.',
    badAnswer: 'The answer of the server makes no sense.',
    refused: 'The server refused this request.',
    gone: 'This result has expired. Compute again.',
    input: 'Bad request: ',
  },

  unit: {
    metres: (n) => `${n} m`,
    kilometres: (n) => `${n} km`,
    tomorrow: 'tomorrow',
    day: (m, d) => new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.UTC(2000, m - 1, d)),
    seconds: (n) => `${n} s`,
    minutes: (n) => `${n} min`,
    hours: (n) => `${n} h`,
  },
};
