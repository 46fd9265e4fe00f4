import { css } from 'lit';

/** mapPins is how the marks of a route look: its ends, the rests of the plan,
 *  the other stations. */
export const mapPins = css`
  .mark {
    display: grid;
    place-items: center;
    min-width: 2.75rem;
    min-height: 2.75rem;
    padding: 0;
    border: 0;
    background: none;
  }
  .mark span {
    display: grid;
    place-items: center;
    border: 2px solid #ffffff;
    border-radius: 50%;
    color: #ffffff;
    font-weight: 700;
    box-shadow: 0 1px 3px rgb(0 0 0 / 45%);
  }
  .end {
    pointer-events: none;
    min-height: 1.75rem;
  }
  .end span {
    width: 1.75rem;
    height: 1.75rem;
    background: #0b57d0;
  }
  .call span {
    width: 1rem;
    height: 1rem;
    background: #0b5c46;
  }
  .rest {
    z-index: 2;
  }
  .rest span {
    width: 2.125rem;
    height: 2.125rem;
    background: #8f3b12;
    font-size: 1.125rem;
  }
  .picked span {
    outline: 3px solid #f0a500;
  }
  .centre {
    position: absolute;
    left: 0.5rem;
    bottom: 4rem; /* above the scale */
    z-index: 2;
    font-size: 0.9375rem;
  }
`;
