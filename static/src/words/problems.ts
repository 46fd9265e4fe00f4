import table from './problems.json';

/** PROBLEMS turn what the server says is wrong, in English, into Chinese: the
 *  pattern of a text and what to say; $1 … are its parts. The first that fits
 *  counts. The server reads the same table for files and the command line. */
export const PROBLEMS: readonly (readonly [RegExp, string])[] = table.map(([pattern, chinese]) => [new RegExp(pattern!), chinese!]);
