/** kept reads what an earlier visit kept on this device; null when there is
 *  nothing, or storage is refused as in private windows. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** keep writes it for later visits, or forgets it when value is null. What the
 *  device refuses to keep lasts for this visit only: nothing depends on it. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Not kept.
  }
}
