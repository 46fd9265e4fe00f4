import { css } from 'lit';

/** stationsLook sets the list beside the map on a desk, and the map above the
 *  list on a phone. */
export const stationsLook = css`
  .split {
    display: grid;
    gap: 0.875rem;
    min-width: 0;
  }
  .right {
    display: grid;
    gap: 0.75rem;
    align-content: start;
    min-width: 0;
    order: -1;
  }
  registry-map,
  .map-wait {
    height: 38vh;
    min-height: 14rem;
  }
  .map-wait {
    display: grid;
    place-items: center;
    padding: 1rem;
    border-radius: var(--radius);
    background: var(--sunk);
  }
  .between {
    justify-content: space-between;
  }
  .count {
    font-weight: 600;
  }
  .said:empty {
    display: none;
  }
  @media (min-width: 64rem) {
    .split {
      grid-template-columns: minmax(0, 3fr) minmax(22rem, 2fr);
    }
    .right {
      order: 0;
      position: sticky;
      top: 0.75rem;
      height: calc(100vh - 1.5rem);
      grid-template-rows: minmax(12rem, 1fr) auto;
    }
    registry-map,
    .map-wait {
      height: auto;
    }
    station-summary {
      max-height: 60vh;
      overflow-y: auto;
    }
  }
`;
