import { css } from 'lit';

/** formLook lays the record's form out: groups that fold, fields side by side
 *  where there is room, the buttons always in sight. */
export const formLook = css`
  form {
    display: grid;
    gap: 0.75rem;
    min-width: 0;
  }
  h2:focus {
    outline: none;
  }
  details.sheet {
    padding: 0;
  }
  summary {
    display: flex;
    align-items: center;
    min-height: 2.75rem;
    padding: 0 0.875rem;
    cursor: pointer;
  }
  summary::before {
    content: '▸';
    width: 1.25rem;
    color: var(--soft);
  }
  details[open] > summary::before {
    content: '▾';
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr));
    gap: 0.75rem;
    padding: 0.25rem 0.875rem 0.875rem;
    align-items: start;
  }
  .wide {
    grid-column: 1 / -1;
    min-width: 0;
  }
  .wide:focus {
    outline: none;
  }
  .must {
    color: var(--shut);
    font-weight: 400;
  }
  .bar {
    position: sticky;
    bottom: -0.25rem; /* over the padding of the pane */
    z-index: 3;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    padding: 0.625rem 0;
    background: var(--paper);
    border-top: 1px solid var(--line);
  }
  .why {
    flex: 1 1 12rem;
  }
`;
