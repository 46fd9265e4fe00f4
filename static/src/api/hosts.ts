import type * as Spec from '../client/spec';
import type { Datum } from './registry';
import { send } from './send';

/** Candidate is a host as a question about next sites takes it, in WGS-84. */
export type Candidate = Spec.Candidate;

/** HostFile is what a file of hosts holds: rows that can be used, and why
 *  others cannot, the first of them. */
export type HostFile = Spec.Hosts;

/** HOST_FILE is the most bytes that a file of hosts may have. */
export const HOST_FILE = 5 << 20;

/** readHosts lets the server read a file of hosts; nothing of it is kept
 *  there. It throws as send does. */
export async function readHosts(file: Blob, datum: Datum, signal?: AbortSignal): Promise<HostFile> {
  return (await send<HostFile>(`/v1/siting/hosts?datum=${datum}`, { body: file, signal })).value;
}
