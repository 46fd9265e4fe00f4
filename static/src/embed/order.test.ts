import { describe, expect, it } from 'vitest';
import { address, isTold, placeOf } from './order';

describe('the order of a framed map', () => {
  it('reads a place, and none from what is no place', () => {
    expect(placeOf('?lon=118.8&lat=32.05')).toEqual({ lon: 118.8, lat: 32.05 });
    for (const bad of ['', '?lon=118.8', '?lon=&lat=1', '?lon=a&lat=1', '?lon=181&lat=1', '?lon=1&lat=91', '?lon=Infinity&lat=1']) expect(placeOf(bad)).toBeUndefined();
  });

  it('passes the attributes that it knows, and no others', () => {
    const given: Record<string, string> = { lon: '118.8', lat: '32.05', datum: 'gcj02', kind: 'driver_home', onclick: 'x', theme: '', map: 'now' };
    expect(address('https://y.example', (name) => given[name] ?? null)).toBe('https://y.example/embed?lon=118.8&lat=32.05&datum=gcj02&kind=driver_home&map=now');
    expect(address('https://y.example', () => null)).toBe('https://y.example/embed');
  });

  it('recognises its own messages only', () => {
    expect(isTold({ yizhan: 1, type: 'ready' })).toBe(true);
    for (const other of [null, undefined, 1, 'yizhan', {}, { yizhan: 2 }]) expect(isTold(other)).toBe(false);
  });
});
