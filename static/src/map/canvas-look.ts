import { css } from 'lit';

/** canvasLook is how what stands in a map's place looks: a ground as large as
 *  the map while that loads, no larger than its words else. It goes after what
 *  gives the place its height. */
export const canvasLook = css`
  .map-wait {
    display: grid;
    place-items: center;
    padding: 1rem;
    border-radius: var(--radius);
    background: var(--sunk);
  }
  .waiting,
  .noWebGL,
  .mapFailed {
    height: auto;
    min-height: 0;
  }
  .waiting {
    place-items: stretch;
    padding: 0;
    background: none;
  }
`;
