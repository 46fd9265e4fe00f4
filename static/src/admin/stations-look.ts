import { css } from 'lit';
import { canvasLook } from '../map/canvas-look';

/** stationsLook sets the list beside the map on a desk, and the map above the
 *  list on a phone. */
export const stationsLook = css`
  .split {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.875rem;
    min-width: 0;
    overflow-anchor: none; /* what grows above the list was just opened */
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
  ${canvasLook}
  .between {
    justify-content: space-between;
  }
  .between > .row {
    min-width: 0;
  }
  .count {
    font-weight: 600;
  }
  .said:empty {
    display: none;
  }
  .sorted {
    max-width: 100%;
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .sorted label {
    white-space: nowrap;
  }
  .sorted select {
    width: auto;
    min-width: 0;
  }
  @media not all and (min-width: 64rem) {
    .history > .right {
      display: none; /* the history would stand below the record, out of sight */
    }
  }
  @media (min-width: 64rem) {
    .split {
      grid-template-columns: minmax(0, 3fr) minmax(22rem, 2fr);
      grid-template-rows: minmax(0, 1fr);
      height: 100%;
    }
    .right {
      order: 0;
      grid-template-rows: minmax(10rem, 1fr) auto;
      align-content: stretch;
      min-height: 0;
    }
    .left {
      position: relative; /* else what is unseen in it stretches the page */
      min-height: 0;
      overflow-y: auto;
      padding: 0 0.25rem 0.25rem;
      margin: 0 -0.25rem;
    }
    registry-map,
    .map-wait {
      height: auto;
    }
    station-summary {
      max-height: 62vh;
      overflow-y: auto;
    }
  }
`;

/** beside reports whether map and record stand beside the list, not above it. */
export function beside(): boolean {
  return matchMedia('(min-width: 64rem)').matches;
}
