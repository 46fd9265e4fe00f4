import { css } from 'lit';

/** mapLook shapes the map's box and makes its controls fit for a thumb. */
export const mapLook = css`
  :host {
    position: relative;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--sunk);
  }
  .box {
    position: absolute;
    top: 0;
    right: 0;
    bottom: 0;
    left: 0;
  }
  .maplibregl-map {
    font: inherit;
  }
  /* Pins are stacked among themselves, under the controls. */
  .maplibregl-canvas-container {
    isolation: isolate;
  }
  .maplibregl-ctrl-group button {
    width: 2.75rem;
    height: 2.75rem;
    min-width: 0;
    padding: 0;
  }
  .maplibregl-ctrl-group button:focus-visible {
    outline-offset: -3px;
  }
  .label {
    position: absolute;
    left: 0.5rem;
    top: 0.5rem;
    z-index: 2;
    max-width: calc(100% - 5rem);
    padding: 0.125rem 0.625rem;
    border-radius: 0.5rem;
    background: var(--card);
    font-weight: 600;
    font-size: 0.875rem;
  }
  .maplibregl-ctrl-group,
  .maplibregl-ctrl-scale {
    background: var(--card);
    border-color: var(--ink);
    color: var(--ink);
  }
  .maplibregl-ctrl-icon {
    filter: var(--night-icon, none);
  }
  .maplibregl-ctrl-bottom-left {
    bottom: 1.375rem; /* above the foot, which may be as wide as the map */
  }
  .groundless {
    max-width: 14rem;
    padding: 0.25rem 0.625rem;
    border-radius: 0.5rem;
    background: var(--card);
    color: var(--ink);
    font-size: 0.8125rem;
  }
  .groundless:empty {
    padding: 0;
  }
  .credit {
    position: absolute;
    right: 0;
    bottom: 0;
    z-index: 2;
    padding: 0 0.5rem;
    background: var(--card);
    color: var(--soft);
    border-top-left-radius: 0.5rem;
    font-size: 0.75rem;
  }
`;
