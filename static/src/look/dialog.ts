/** openDialog shows a dialog above the page; web views that know none (Safari
 *  before 15.4) show it as a sheet, which `parts` puts there. */
export function openDialog(dialog: HTMLDialogElement): void {
  if (dialog.hasAttribute('open')) return;
  if (typeof dialog.showModal === 'function') dialog.showModal();
  else dialog.setAttribute('open', 'sheet');
}

/** closeDialog closes what openDialog opened, which sends `close`. */
export function closeDialog(dialog: HTMLDialogElement): void {
  if (typeof dialog.close === 'function') return dialog.close();
  dialog.removeAttribute('open');
  dialog.dispatchEvent(new Event('close'));
}
