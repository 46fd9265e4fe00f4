import { css } from 'lit';

/** driverLook is what the driver's page has beyond beside: one column in a cab,
 *  map and result side by side at a desk. */
export const driverLook = css`
  main {
    row-gap: 0.875rem;
    padding-bottom: 2rem;
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
    min-height: 0;
  }
  @media (min-width: 56rem) {
    main.both {
      --rows: 7;
      grid-template-rows: repeat(5, auto) 1fr;
    }
  }
`;
