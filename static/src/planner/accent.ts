/** ACCENT marks what was picked or changed: seen on every colour of cells. */
export const ACCENT = '#d6006c';

/** UNCOUNTED fills stations that do not count. */
export const UNCOUNTED = '#a3a3a3';
/** SITE is that of next sites, and of places that may become some. */
export const SITE = '#00703c';
