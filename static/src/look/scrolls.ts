import { css } from 'lit';

/** scrolls is a box that scrolls sideways when what is in it is too wide, and
 *  shades the edge beyond which there is more: phones show no scroll bar. Two
 *  covers move with the content and lie over the shades at its ends. */
export const scrolls = css`
  .scroll {
    --cover: var(--card);
    --shade: rgb(128 112 96 / 45%);
    overflow-x: auto;
    background:
      linear-gradient(to right, var(--cover) 50%, transparent) left / 1.75rem 100% no-repeat local,
      linear-gradient(to left, var(--cover) 50%, transparent) right / 1.75rem 100% no-repeat local,
      linear-gradient(to right, var(--shade), transparent) left / 0.75rem 100% no-repeat scroll,
      linear-gradient(to left, var(--shade), transparent) right / 0.75rem 100% no-repeat scroll,
      var(--cover);
  }
`;
