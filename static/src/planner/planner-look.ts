import { css } from 'lit';
import { canvasLook } from '../map/canvas-look';

/** plannerLook lays the planner's page out: figures beside the map on a desk,
 *  one under the other on a phone. */
export const plannerLook = css`
  main {
    display: grid;
    gap: 0.875rem;
    padding: 0 0.875rem 2rem;
    min-width: 0;
  }
  .panel {
    display: grid;
    gap: 1rem;
    align-content: start;
    align-self: start;
    min-width: 0;
  }
  .sheet {
    padding: 0.875rem;
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .results {
    display: grid;
    gap: 1.25rem;
  }
  .chart {
    display: grid;
    gap: 0.5rem;
    min-width: 0;
  }
  .maps {
    display: grid;
    gap: 0.5rem;
    min-width: 0;
  }
  planner-map,
  .map-wait {
    height: 55vh;
    min-height: 16rem;
  }
  .asked,
  .ready {
    justify-content: space-between;
  }
  .asked {
    margin-bottom: 0.5rem;
  }
  /* On a narrow screen the map stays in sight while its figures are read. */
  @media (max-width: 55.99rem) {
    .two planner-map {
      height: 26vh;
      min-height: 10rem;
    }
    .chart {
      display: contents;
    }
  }
  @media (max-width: 55.99rem) and (min-height: 36rem) {
    .maps {
      position: sticky;
      top: 0;
      z-index: 3;
      background: var(--paper);
    }
    .maps:not(.two) planner-map {
      height: 42vh;
    }
  }
  ${canvasLook}
  .map-wait {
    text-align: center;
  }
  @media (min-width: 56rem) {
    main {
      grid-template-columns: minmax(22rem, 26rem) 1fr;
      grid-template-rows: auto 1fr;
    }
    .panel {
      grid-column: 1;
    }
    .chart {
      grid-column: 2;
      grid-row: 1 / span 2;
      position: sticky;
      top: 0.875rem;
      grid-template-rows: 1fr;
      grid-auto-rows: auto;
      height: calc(100vh - 7.5rem);
    }
    .two {
      grid-template-columns: 1fr 1fr;
    }
    .maps planner-map,
    .map-wait {
      height: auto;
    }
  }
  @media (min-width: 80rem) {
    main {
      grid-template-columns: 20rem 1fr auto;
      grid-template-rows: auto;
    }
    .chart {
      grid-row: 1;
    }
    .results {
      grid-column: 3;
      grid-row: 1;
      width: 24rem;
    }
    .results:empty {
      display: none;
    }
  }
`;
