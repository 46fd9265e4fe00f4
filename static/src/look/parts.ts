import { css } from 'lit';

/** parts are the pieces that several components share: buttons, chips, fields,
 *  focus rings. Every target is at least 44 px (2.75rem) high and wide. */
export const parts = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  a {
    color: var(--warm);
  }
  button,
  .button,
  select,
  input {
    font: inherit;
    color: inherit;
    min-height: 2.75rem;
    border-radius: 0.75rem;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.375rem;
    min-width: 2.75rem;
    padding: 0.375rem 0.875rem;
    border: 1px solid var(--edge);
    background: var(--card);
    color: var(--ink);
    text-decoration: none;
    cursor: pointer;
  }
  button.main,
  .button.main {
    background: var(--warm);
    border-color: var(--warm);
    color: var(--on-warm);
    font-weight: 700;
  }
  button.bare {
    background: none;
    border-color: transparent;
    color: var(--warm);
  }
  button[aria-pressed='true'],
  button[aria-expanded='true'].chip {
    background: var(--warm-wash);
    border-color: var(--warm);
    box-shadow: inset 0 0 0 1px var(--warm);
    font-weight: 600;
  }
  button[aria-pressed='true'].bare {
    color: var(--ink);
  }
  .icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button:disabled {
    cursor: progress;
    border-style: dashed;
  }
  input,
  select {
    width: 100%;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--edge);
    background: var(--card);
    color: var(--ink);
  }
  ::placeholder {
    color: var(--soft);
    opacity: 1;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .tick {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-height: 2.75rem;
    padding: 0 0.625rem 0 0.5rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--card);
    cursor: pointer;
  }
  .tick input {
    width: 1.25rem;
    min-height: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--warm);
    flex: none;
  }
  .tick:has(input:checked) {
    border-color: var(--warm);
    background: var(--warm-wash);
  }
  /* Where dialogs are not known: at the foot of the page, above all else. */
  dialog:not([open]) {
    display: none;
  }
  dialog[open='sheet'] {
    position: fixed;
    right: 0;
    bottom: 0;
    left: 0;
    z-index: 10;
    overflow-y: auto;
    box-shadow: 0 0 0 100vmax rgb(0 0 0 / 50%);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }
  .soft {
    color: var(--soft);
  }
  .note {
    padding: 0.625rem 0.875rem;
    border-radius: 0.75rem;
    background: var(--sunk);
  }
  .note.bad {
    background: var(--shut-wash);
    color: var(--shut);
  }
  .demo {
    padding: 0.25rem 0.875rem;
    background: var(--soon-wash);
    color: var(--soon);
    font-size: 0.875rem;
    text-align: center;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* Chromium before 84 leaves no gaps between flexible boxes: margins there. */
  @supports not (appearance: none) {
    button > .icon,
    .button > .icon,
    .brand > img,
    .tick > input,
    .row > *,
    .line > *,
    .facts > *,
    .seen > *,
    .end > *,
    .head > *,
    .number {
      margin-right: 0.375rem;
    }
    .bar .icon,
    .row > :last-child,
    .end > :last-child {
      margin-right: 0;
    }
  }
`;
