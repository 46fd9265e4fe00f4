import type { HostWords } from './hosts-zh';

/** en is what the planner's page says of hosts as candidates, in English. */
export const en: HostWords = {
  hosts: {
    from: 'Candidates',
    froms: { gaps: 'Roadsides in the gaps', hosts: 'A file of hosts (banks, petrol stations, shops …)', both: 'Both' },
    file: 'File of hosts',
    hint: 'CSV, XLSX or GeoJSON, at most 5 MB and 10,000 places. It needs lon and lat (or coordinates); name, host, cost and hours may be there.',
    sample: 'Sample table',
    samples: [
      ['name', 'host', 'lon', 'lat', 'cost', 'hours'],
      ['East branch', 'Some bank', '118.796900', '32.060300', '3', 'Mo-Fr 09:00-17:00'],
      ['Peace Road petrol', 'Some petrol', '118.801200', '32.055100', '5', '24/7'],
    ],
    chooseDatum: 'Choose the datum',
    reading: 'Reading the file…',
    empty: 'The file is empty.',
    large: 'The file is larger than 5 MB.',
    read: (rows, used) => `${rows} rows read, ${used} places can be candidates.`,
    rejected: (n) => `${n} rows cannot be used: see why`,
    first: (n) => `Only the first ${n} are listed.`,
    row: 'Row',
    field: 'Column',
    value: 'Value',
    problem: 'Problem',
    fields: { lon: 'lon', lat: 'lat', 'lon,lat': 'lon, lat', coordinates: 'coordinates', cost: 'cost', hours: 'hours', name: 'name', host: 'host', datum: 'datum', file: 'file' },
    need: 'Choose a file of hosts first.',
    again: 'A link carries no file: the answer is here, but to search again choose the file once more.',
    budget: 'Budget (optional)',
    siteCost: 'Cost where none is stated',
    single: 'At most one of each host',
    candidate: 'candidate host',
    costs: (n) => `cost ${n}`,
    total: (cost, budget) => `Costs ${cost} in all${budget ? `, of a budget of ${budget}` : ''}.`,
    out: (list) => `Of no use: ${list}.`,
    reasons: { off_road: 'too far from a road', closed: 'closed at that hour', unknown_hours: 'hours unknown', too_near: 'too near to a station', useless: 'add no cover' },
  },
};
