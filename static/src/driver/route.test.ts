import { describe, expect, test } from 'vitest';
import { MOST, Unread, read } from './route';

const TWO = [[118.8, 32.1], [118.9, 32.2]];

// GPX needs a browser's reader of XML: the end-to-end tests have it.
describe('a pasted route', () => {
  test.each([
    ['pairs as AMap writes them', '118.8,32.1;118.9,32.2'],
    ['pairs on lines, with spaces', ' 118.8 32.1\n118.9, 32.2\n'],
    ['Chinese commas', '118.8，32.1；118.9，32.2'],
    ['a line', '{"type":"LineString","coordinates":[[118.8,32.1],[118.9,32.2,15]]}'],
    ['a feature', '{"type":"Feature","geometry":{"type":"LineString","coordinates":[[118.8,32.1],[118.9,32.2]]}}'],
    ['lines in a collection, one after another', '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,1]}},{"type":"Feature","geometry":{"type":"MultiLineString","coordinates":[[[118.8,32.1]],[[118.9,32.2]]]}}]}'],
  ])('is read from %s', (_, text) => expect(read(text)).toEqual(TWO));
  test.each([
    ['words', 'from here to there', 'form'],
    ['broken JSON', '{"type":', 'form'],
    ['a line without numbers', '{"type":"LineString","coordinates":[["a","b"],[1,2]]}', 'form'],
    ['a third number', '118.8,32.1,5;118.9,32.2,5', 'form'],
    ['the latitude first', '32.1,118.8;32.2,118.9', 'swapped'],
    ['one point', '118.8,32.1', 'few'],
    ['nothing', '', 'few'],
    ['too many points', Array(MOST + 1).fill('118.8,32.1').join(';'), 'many'],
  ])('is refused with a reason: %s', (_, text, why) => {
    expect(() => read(text)).toThrowError(Unread);
    expect(() => read(text)).toThrowError(why);
  });
});
