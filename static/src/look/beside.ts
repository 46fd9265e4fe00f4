import { css } from 'lit';

/** beside sets a list and its map side by side where there is room for both
 *  (wide), and in one column where there is not. The page's main has the class
 *  both while it has a map, which is as high as --rows rows of the list. */
export const beside = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-left: 0.875rem;
    padding-right: 0.875rem;
    min-width: 0;
  }
  main > * {
    min-width: 0;
  }
  map-slot[flat] {
    height: auto;
  }
  @media (min-width: 56rem) {
    main.both {
      grid-template-columns: minmax(22rem, 30rem) minmax(0, 1fr);
      column-gap: 1rem;
    }
    main.both > * {
      grid-column: 1;
    }
    main.both > map-slot:not([flat]) {
      grid-column: 2;
      grid-row: 1 / span var(--rows);
      position: sticky;
      top: 0.875rem;
      height: calc(100vh - 6rem);
    }
    main:not(.both) {
      max-width: 38rem;
      margin: 0 auto;
    }
  }
`;

/** wide reports whether there is room for both: such screens stand on desks,
 *  with a network. */
export function wide(): boolean {
  return matchMedia('(min-width: 56rem)').matches;
}
