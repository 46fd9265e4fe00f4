import { css } from 'lit';

/** stationLook is how a station looks in a list. */
export const stationLook = css`
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    padding: 0.75rem 0.875rem;
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  :host([opened]) article {
    border-color: var(--warm);
    box-shadow: 0 0 0 1px var(--warm);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.625rem;
    align-items: start;
  }
  h3 {
    font-size: 1.125rem;
    flex: 1 1 8rem;
    min-width: 0;
    line-height: 1.35;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .number {
    display: inline-grid;
    place-items: center;
    min-width: 1.75rem;
    height: 1.75rem;
    padding: 0 0.25rem;
    border-radius: 0.5rem;
    background: var(--ink);
    color: var(--card);
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  .tag {
    padding: 0 0.375rem;
    border-radius: 0.375rem;
    background: var(--soon-wash);
    color: var(--soon);
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  .way {
    display: grid;
    margin-inline-start: auto;
    justify-items: end;
    text-align: end;
  }
  .way strong {
    font-size: 1.25rem;
    line-height: 1.3;
  }
  .way .soft {
    font-size: 0.9375rem;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem 0.625rem;
    align-items: center;
  }
  .state,
  .badge {
    padding: 0.125rem 0.625rem;
    border-radius: 1rem;
    font-weight: 600;
  }
  .state.open {
    background: var(--open-wash);
    color: var(--open);
  }
  .state.closing_soon {
    background: var(--soon-wash);
    color: var(--soon);
  }
  .state.closed {
    background: var(--shut-wash);
    color: var(--shut);
  }
  .state.unknown {
    background: var(--dim-wash);
    color: var(--dim);
  }
  .badge.maybe_closed {
    background: var(--shut-wash);
    color: var(--shut);
  }
  .badge.verify_due {
    background: var(--dim-wash);
    color: var(--dim);
  }
  .seen {
    display: flex;
    gap: 0.625rem;
    align-items: start;
  }
  .seen > div {
    flex: 1;
    min-width: 0;
    display: grid;
    gap: 0.5rem;
  }
  .photo {
    flex: none;
  }
  .photo img {
    display: block;
    object-fit: cover;
    border-radius: 0.5rem;
    background: var(--sunk);
  }
  .fact {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.5rem;
    overflow-wrap: anywhere;
  }
  .fact .icon {
    margin-top: 0.125rem;
    color: var(--soft);
  }
  .easy {
    color: var(--open);
  }
  .others {
    overflow-wrap: anywhere;
  }
  .actions > * {
    padding-left: min(0.875rem, 3vw);
    padding-right: min(0.875rem, 3vw); /* large type keeps them on one line */
  }
  .actions .main {
    flex: 1 0 auto;
    white-space: nowrap;
    max-width: 16rem;
  }
  nav {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(6rem, 100%), 1fr));
    gap: 0.5rem;
  }
  nav > * {
    padding-left: 0.25rem;
    padding-right: 0.25rem;
  }
  nav [role='status'] {
    grid-column: 1 / -1;
  }
  nav [role='status']:empty {
    position: absolute; /* takes no row, and is still read out later */
  }
  #more {
    display: grid;
    gap: 0.75rem;
    padding-top: 0.75rem;
    border-top: 1px solid var(--line);
  }
  dl {
    display: grid;
    gap: 0.375rem;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(5em, 22%) 1fr;
    gap: 0.5rem;
  }
  dt {
    color: var(--soft);
  }
  dd {
    overflow-wrap: anywhere;
  }
`;
