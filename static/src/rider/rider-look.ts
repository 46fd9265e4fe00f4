import { css } from 'lit';

/** riderLook lays the rider's page out: one column on a phone; list and map
 *  side by side where there is room. */
export const riderLook = css`
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 0.5rem;
    padding: 0.5rem 0.875rem;
  }
  h1 {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 1.75rem;
    line-height: 1.2;
    letter-spacing: 0.04em;
  }
  h1 img {
    width: 2.125rem;
    height: 2.125rem;
  }
  main {
    display: grid;
    gap: 0.75rem;
    padding: 0 0.875rem 2rem;
    min-width: 0;
  }
  .ask {
    display: grid;
    gap: 0.5rem;
  }
  .ask:not(.first) {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
  }
  .ask > [role='status']:empty {
    position: absolute; /* takes no place, and is still read out later */
  }
  .ask:not(.first) name-search {
    flex: 1 1 10.5rem;
  }
  .ask.first .main {
    min-height: 4rem;
    font-size: 1.375rem;
  }
  .tagline {
    margin: 0.5rem 0;
    font-size: 1.25rem;
  }
  rider-map {
    height: 32vh;
    min-height: 12rem;
  }
  .map-wait {
    display: grid;
    place-items: center;
    height: 32vh;
    min-height: 12rem;
    border-radius: var(--radius);
    background: var(--sunk);
  }
  @media (min-width: 56rem) {
    main.both {
      grid-template-columns: minmax(22rem, 30rem) 1fr;
      grid-template-rows: auto auto 1fr;
      column-gap: 1rem;
    }
    main.both > * {
      grid-column: 1;
    }
    main.both > rider-map,
    main.both > .map-wait {
      grid-column: 2;
      grid-row: 1 / span 4;
      position: sticky;
      top: 0.875rem;
      height: calc(100vh - 7.5rem);
    }
    main:not(.both) {
      max-width: 40rem;
      margin: 0 auto;
    }
  }
`;
