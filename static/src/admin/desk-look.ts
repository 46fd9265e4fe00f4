import { css } from 'lit';
import { scrolls } from '../look/scrolls';

/** deskLook is what the views of the desk share: sheets, tables, tags, fields
 *  beside their labels. Tables scroll by themselves, never the page. */
export const deskLook = css`
  ${scrolls}
  .sheet {
    padding: 0.875rem;
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    min-width: 0;
    align-content: start;
  }
  h2 {
    font-size: 1.125rem;
    line-height: 1.3;
  }
  h3 {
    font-size: 1rem;
    line-height: 1.3;
  }
  .scroll {
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9375rem;
  }
  th,
  td {
    padding: 0.375rem 0.625rem;
    text-align: start;
    vertical-align: middle;
    border-bottom: 1px solid var(--line);
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  thead th {
    background: var(--sunk);
    font-weight: 600;
    white-space: nowrap;
  }
  tbody th {
    font-weight: 400;
  }
  .num {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .when {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .tag {
    display: inline-block;
    padding: 0 0.5rem;
    border-radius: 0.5rem;
    background: var(--dim-wash);
    color: var(--dim);
    font-size: 0.8125rem;
    line-height: 1.5rem;
    white-space: nowrap;
  }
  .tag.good {
    background: var(--open-wash);
    color: var(--open);
  }
  .tag.care {
    background: var(--soon-wash);
    color: var(--soon);
  }
  .tag.bad {
    background: var(--shut-wash);
    color: var(--shut);
  }
  .note.good {
    background: var(--open-wash);
    color: var(--open);
  }
  .note.care {
    background: var(--soon-wash);
    color: var(--soon);
  }
  label.name,
  .label {
    display: block;
    margin-bottom: 0.125rem;
    font-size: 0.875rem;
    font-weight: 600;
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 0.75rem;
    background: var(--card);
    color: inherit;
    font: inherit;
    field-sizing: content;
    resize: vertical;
  }
  input[aria-invalid='true'],
  select[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border: 2px solid var(--shut);
  }
  .wrong {
    color: var(--shut);
    font-size: 0.875rem;
  }
  .hint {
    color: var(--soft);
    font-size: 0.875rem;
  }
  button.danger {
    border-color: var(--shut);
    color: var(--shut);
  }
  .break {
    overflow-wrap: anywhere;
  }
  progress {
    width: 100%;
    height: 1rem;
    accent-color: var(--warm);
  }
  dialog {
    width: min(30rem, calc(100vw - 2rem));
    padding: 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }
`;
