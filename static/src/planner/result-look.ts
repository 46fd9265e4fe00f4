import { css } from 'lit';
import { scrolls } from '../look/scrolls';

/** resultLook is shared by the parts that tell a run's figures. */
export const resultLook = css`
  ${scrolls}
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    min-width: 0;
  }
  h2 {
    font-size: 1.125rem;
  }
  .share {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25rem 0.75rem;
  }
  .share strong {
    font-size: min(2.75rem, 18vw);
    line-height: 1;
    font-variant-numeric: tabular-nums;
  }
  .bar {
    width: 100%;
    height: 0.75rem;
    border-radius: 0.375rem;
  }
  .bar .covered {
    fill: #2f77b0;
  }
  .bar .late {
    fill: #f0b878;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.3125rem 0.375rem;
    border-bottom: 1px solid var(--line);
    text-align: end;
  }
  th:first-child,
  td:first-child {
    text-align: start;
    padding-inline-start: 0;
  }
  thead th {
    vertical-align: bottom;
    word-break: keep-all;
    color: var(--soft);
    font-weight: 500;
  }
  tbody th {
    font-weight: 500;
  }
  td {
    white-space: nowrap;
  }
  .districts :is(th, td) {
    padding-inline: 0.5rem 0;
  }
  .districts th:first-child,
  .changes th:first-child {
    min-width: 5em;
  }
  .districts th:first-child {
    padding-inline-start: 0;
  }
  .up {
    color: var(--open);
  }
  .down {
    color: var(--shut);
  }
  .pair strong {
    font-size: 1.75rem;
  }
  @media (max-width: 26rem) {
    table {
      font-size: 0.875rem;
    }
    th,
    td {
      padding-inline: 0.1875rem;
    }
    .districts :is(th, td) {
      padding-inline-start: 0.25rem;
    }
    .districts th:first-child,
    .changes th:first-child {
      min-width: 0;
    }
  }
  dl div {
    display: flex;
    justify-content: space-between;
    gap: 0.5rem;
    padding: 0.1875rem 0;
  }
  dt {
    color: var(--soft);
  }
  dd {
    font-variant-numeric: tabular-nums;
  }
  .small {
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
`;
