import { css } from 'lit';

/** riderLook is what the rider's page has beyond beside: on a phone, what is
 *  needed often lies where a thumb reaches. */
export const riderLook = css`
  main {
    row-gap: 0.625rem;
    padding-bottom: 1.5rem;
  }
  main.answer {
    padding-bottom: 6rem; /* the bar lies over the page */
  }
  .ask {
    display: grid;
    gap: 0.625rem;
  }
  .ask > [role='status']:empty {
    position: absolute; /* takes no place, and is still read out later */
  }
  .first .ask {
    gap: 0.75rem;
    padding-bottom: 1rem;
  }
  .aim {
    min-height: 4.5rem;
    font-size: 1.5rem;
    border-radius: 1.25rem;
  }
  .tagline {
    margin: 0.75rem 0 0.25rem;
    font-size: 1.625rem;
    line-height: 1.35;
    white-space: pre-line;
  }
  map-slot {
    height: 23vh;
    min-height: min(9.5rem, 42vw);
  }
  map-slot[flat] {
    grid-template-rows: 23vh auto;
  }
  .first map-slot[flat] {
    grid-template-rows: auto;
    min-height: 0;
  }
  .first map-slot,
  .wide map-slot:not([flat]) {
    height: calc(100vh - 17.25rem);
    height: calc(100svh - 17.25rem);
  }
  .bar {
    position: fixed;
    right: 0;
    bottom: 0;
    left: 0;
    z-index: 5;
    display: grid;
    grid-template-columns: 1.4fr 1fr 1fr 1fr;
    gap: min(0.375rem, 1.7vw);
    padding: 0.375rem min(0.625rem, 2.8vw) calc(0.375rem + env(safe-area-inset-bottom));
    background: var(--card);
    border-top: 1px solid var(--line);
  }
  .bar > * {
    flex-direction: column;
    gap: 0;
    min-width: 44px;
    min-height: 52px;
    padding: min(0.25rem, 1.2vw);
    border-color: transparent;
    font-size: min(0.875rem, 4.6vw); /* large type must not break 12351 in two */
    line-height: 1.25;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .bar .icon {
    width: min(1.5rem, 6.8vw);
    height: min(1.5rem, 6.8vw);
  }
  @media (min-width: 56rem) {
    main.both {
      --rows: 5;
      grid-template-rows: auto auto 1fr auto;
      padding-bottom: 1.5rem;
    }
    .bar {
      right: auto;
      bottom: 0.75rem;
      left: 0.875rem;
      width: 24rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      box-shadow: 0 2px 8px rgb(0 0 0 / 25%);
      grid-template-columns: 1.4fr 1fr 1fr;
    }
    .bar .swap {
      display: none; /* list and map stand side by side */
    }
  }
`;
