/**
 * Has the frame script open this frame's page in a window of its own, where passkeys work. What happens there comes back to it.
 *
 * Called while a click is handled, or the browser keeps the window closed.
 *
 * @returns whether it opened
 */
export function openPopup(form: HTMLFormElement): boolean {
  const page = new URL(form.action);
  const state = document.querySelector<HTMLInputElement>("input[name=state]")?.value;
  if (state) page.searchParams.set("state", state);
  return dispatchEvent(new CustomEvent("popup", { detail: page, cancelable: true }));
}
