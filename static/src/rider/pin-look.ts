import { css } from 'lit';

/** pinLook is how the numbered pins and the asker's dot look. The state is
 *  told by the symbol in the pin, by its outline and by its colour. */
export const pinLook = css`
  .pin {
    min-height: 2.75rem;
    padding: 0;
    border: 0;
    background: none;
    align-items: end;
  }
  .pin span {
    padding: 0.125rem 0.4375rem;
    border: 2px solid #ffffff;
    border-radius: 0.625rem 0.625rem 0.625rem 0;
    background: #4a4f57;
    color: #ffffff;
    font-size: 0.875rem;
    font-weight: 700;
    line-height: 1.3;
    white-space: nowrap;
    box-shadow: 0 1px 3px rgb(0 0 0 / 45%);
  }
  .pin.open span {
    background: #0b5c46;
  }
  .pin.closing_soon span {
    background: #7a4a00;
  }
  .pin.closed span {
    background: #8c1d18;
  }
  .pin.unknown span {
    border-style: dashed;
  }
  .pin.picked {
    z-index: 3;
    box-shadow: none;
    background: none;
  }
  .pin.picked span {
    font-size: 1.125rem;
    outline: 3px solid #f0a500;
  }
  .here {
    width: 1.25rem;
    height: 1.25rem;
    border: 4px solid #ffffff;
    border-radius: 50%;
    background: #0b57d0;
    box-shadow: 0 0 0 2px #0b57d0, 0 0 0 0.75rem rgb(11 87 208 / 20%);
  }
  .here-too {
    position: absolute;
    left: 50%;
    bottom: 1.75rem;
    z-index: 2;
    transform: translateX(-50%);
    border-radius: 1.5rem;
    background: var(--warm);
    border-color: var(--warm);
    color: var(--on-warm);
    font-weight: 700;
    white-space: nowrap;
    box-shadow: 0 1px 4px rgb(0 0 0 / 40%);
  }
`;
