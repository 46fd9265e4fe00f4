/** ACCENT marks what was picked or changed: seen on every colour of cells. */
export const ACCENT = '#d6006c';
