import type { Datum } from './registry';
import { send } from './send';

/** Candidate is a host as a question about next sites takes it, in WGS-84. */
export interface Candidate {
  lon: number;
  lat: number;
  name?: string;
  host?: string; // whose it is
  cost?: number;
  hours?: string;
}

/** HostFile is what a file of hosts holds: rows that can be used, and why
 *  others cannot, the first of them. */
export interface HostFile {
  read: number;
  rejected: number;
  candidates: Candidate[];
  problems: { row: number; field: string; value: string; problem: string }[];
}

/** HOST_FILE is the most bytes that a file of hosts may have. */
export const HOST_FILE = 5 << 20;

/** readHosts lets the server read a file of hosts; nothing of it is kept
 *  there. It throws as send does. */
export async function readHosts(file: Blob, datum: Datum, signal?: AbortSignal): Promise<HostFile> {
  return (await send<HostFile>(`/v1/siting/hosts?datum=${datum}`, { body: file, signal })).value;
}
