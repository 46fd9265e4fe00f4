import { css } from 'lit';

/** driverLook lays the driver's page out: one column in a cab, map and result
 *  side by side at a desk. */
export const driverLook = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.875rem;
    padding: 0 0.875rem 2rem;
  }
  h2 {
    font-size: 1.375rem;
    line-height: 1.3;
  }
  h3 {
    font-size: 1.125rem;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.625rem;
  }
  .run {
    min-height: 3.75rem;
    font-size: 1.25rem;
  }
  .result {
    scroll-margin: 0.5rem;
  }
  .result:focus {
    outline: none;
  }
  map-slot {
    height: 45vh;
    min-height: 14rem;
  }
  map-slot[flat] {
    height: auto;
    min-height: 0;
  }
  @media (min-width: 56rem) {
    main.both {
      grid-template-columns: minmax(22rem, 30rem) minmax(0, 1fr);
      grid-template-rows: repeat(5, auto) 1fr;
      column-gap: 1rem;
    }
    main.both > * {
      grid-column: 1;
    }
    main.both > map-slot:not([flat]) {
      grid-column: 2;
      grid-row: 1 / span 7;
      position: sticky;
      top: 0.875rem;
      height: calc(100vh - 6rem);
    }
    main:not(.both) {
      max-width: 40rem;
      margin: 0 auto;
    }
  }
`;
