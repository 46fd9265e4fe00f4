import { css } from 'lit';

/** hintLook is how a map says, in its upper corner, what a tap on it does. */
export const hintLook = css`
  .hint {
    position: absolute;
    left: 0.5rem;
    top: 0.5rem;
    z-index: 2;
    max-width: calc(100% - 4.5rem);
    padding: 0.25rem 0.75rem;
    border-radius: 0.625rem;
    background: var(--card);
    box-shadow: 0 1px 4px rgb(0 0 0 / 30%);
    pointer-events: none;
  }
`;
