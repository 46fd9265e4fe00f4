import { expect, test } from 'vitest';
import type { ServiceState } from '../api/types';
import { usable } from './service';

test.each<[string, Partial<ServiceState>, boolean]>([
  ['works', {}, true],
  ['works in part', { status: 'limited' }, true],
  ['is broken', { status: 'broken' }, false],
  ['is not there', { status: 'none' }, false],
  ['ends later', { expires_at: '2026-11-23T12:00:01Z' }, true],
  ['ends now', { expires_at: '2026-11-23T12:00:00Z' }, false],
  ['ended long ago', { expires_at: '2026-09-30T00:00:00+08:00' }, false],
])('a service that %s', (_, how, want) => expect(usable({ code: 'cool', status: 'ok', ...how }, Date.parse('2026-11-23T12:00:00Z'))).toBe(want));
