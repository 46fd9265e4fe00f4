import { css } from 'lit';

/** adminLook lays the frame of the desk out: who, the tasks, one of them. */
export const adminLook = css`
  :host {
    min-height: 100vh;
  }
  nav {
    position: relative; /* else what is unseen in it widens the page */
    border-block: 1px solid var(--line);
    background: var(--card);
    overflow-x: auto;
  }
  nav ul {
    display: flex;
    padding: 0 0.5rem;
  }
  nav a {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-height: 2.75rem;
    padding: 0 0.75rem;
    color: var(--ink);
    text-decoration: none;
    white-space: nowrap;
    border-bottom: 3px solid transparent;
  }
  nav a:focus-visible {
    outline-offset: -3px;
  }
  nav a[aria-current] {
    color: var(--warm);
    border-bottom-color: var(--warm);
    font-weight: 700;
  }
  .waiting {
    min-width: 1.5rem;
    padding: 0 0.375rem;
    border-radius: 0.75rem;
    background: var(--shut-wash);
    color: var(--shut);
    font-size: 0.8125rem;
    line-height: 1.5rem;
    font-weight: 700;
    text-align: center;
  }
  .who {
    font-size: 0.875rem;
  }
  main {
    display: block;
    padding: 0.75rem 0.875rem 2rem;
    min-width: 0;
  }
  @media (min-width: 64rem) and (min-height: 36rem) {
    :host([fill]) {
      display: flex;
      flex-direction: column;
      height: 100vh;
    }
    :host([fill]) main {
      flex: 1;
      min-height: 0;
      padding-bottom: 0.75rem;
    }
    :host([fill]) main > * {
      height: 100%;
    }
  }
  @media (max-width: 40rem) {
    .who,
    .elsewhere {
      display: none;
    }
  }
  .sign {
    max-width: 30rem;
    margin: 2rem auto;
  }
`;
