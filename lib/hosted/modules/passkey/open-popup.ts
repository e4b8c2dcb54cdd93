/**
 * Opens the page of this frame in a window of its own, where passkeys work. What happens there comes back to the frame script, which
 * knows the window by its name.
 *
 * Called while a click is handled, or the browser keeps it closed.
 *
 * @returns whether it opened
 */
export function openPopup(form: HTMLFormElement): boolean {
  const page = new URL(form.action);
  const [width, height] = [480, 720];
  const [left, top] = [screenX + (outerWidth - width) / 2, screenY + (outerHeight - height) / 2].map(Math.round);
  const name = `signin-fast-${page.searchParams.get("nonce")}`;
  const popup = open(page, name, `popup,width=${width},height=${height},left=${left},top=${top}`);
  dispatchEvent(new CustomEvent("popup", { detail: popup }));
  return popup !== null;
}
