import { make, own } from "./page";
import { site } from "./site";
import { addStyle } from "./style";
import type { Words } from "./words";

/** How long a frame that has loaded may say nothing before it counts as refused. */
const SILENCE_MS = 2_000;

/** An open modal. */
export type Modal = {
  readonly dialog: HTMLDialogElement;
  readonly content: HTMLElement;
  readonly frame: HTMLIFrameElement;
  /** The frame has spoken: shows it under its title, the close button on the side where its page ends; at first the focus goes into it. */
  ready(title: string, dir: string): void;
  /** Gives the frame the height its page needs, as far as the screen has it. */
  fit(height: number): void;
  close(): void;
};

/** What is opened: the frame's address, that of the same page by itself, what to say, and what had the focus. */
type Opening = { source: string; page: string; words: Words; opener: Element | null };

/**
 * Opens a modal dialog around a frame. The browser keeps the focus inside; it goes back to what opened the modal.
 *
 * It lives in the host's own tree, so that the host can style `.signin-fast-content`. Escape, the backdrop and the button
 * dismiss it. A frame that stays silent (not a registered origin, or blocked) is replaced by a link to the same page.
 */
export function openModal({ source, page, words: [closing, notShown, goOn], opener }: Opening, onDismiss: () => void): Modal {
  addStyle();
  const dialog = make("dialog", `signin-fast-modal ${lock()}`);
  // A page that Turbo refreshes under the modal leaves it as it is.
  dialog.setAttribute("data-turbo-permanent", "");
  const content = make("div", "signin-fast-content");
  const wait = make("div", "signin-fast-wait");
  const frame = make("iframe", "signin-fast-frame");
  const close = make("button", "signin-fast-close");
  const label = (title: string) => {
    dialog.setAttribute("aria-label", title);
    frame.title = title;
  };
  label(site.name);
  frame.src = source;
  frame.allow = "publickey-credentials-get *; publickey-credentials-create *";
  close.type = "button";
  close.textContent = "\u00d7";
  close.setAttribute("aria-label", closing);
  content.append(close, wait, frame);
  dialog.append(content);

  let spoken = false;
  let silence = 0;
  const replaceFrame = () => {
    const link = make("a", "");
    link.href = page;
    // Our page stands in nobody's frame.
    link.target = "_top";
    link.textContent = goOn.replace("{site}", () => site.name);
    const text = make("p", "signin-fast-lost");
    text.append(`${notShown} `, link);
    wait.remove();
    frame.replaceWith(text);
    link.focus();
    console.error(`Signin Fast: ${location.origin} is not an origin of this site, or something blocks its frame.`);
  };
  frame.addEventListener("load", () => {
    if (!spoken && !silence) silence = window.setTimeout(replaceFrame, SILENCE_MS);
  });
  // Escape, or a script that closes all dialogs of the page.
  dialog.addEventListener("close", () => {
    if (dialog.isConnected) onDismiss();
  });
  // A drag that began on a text inside and ends outside is no click on the backdrop.
  let pressed = false;
  dialog.addEventListener("mousedown", ({ target }) => {
    pressed = target === dialog;
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && pressed) onDismiss();
    // What is clicked in here is no business of the page around.
    event.stopPropagation();
  });
  close.addEventListener("click", onDismiss);
  own("body").append(dialog);
  dialog.showModal();

  return {
    dialog,
    content,
    frame,
    ready(title, dir) {
      clearTimeout(silence);
      wait.remove();
      frame.classList.add("signin-fast-ready");
      label(title);
      dialog.dir = dir === "rtl" ? dir : "ltr";
      if (!spoken) frame.focus();
      spoken = true;
    },
    fit: (height) => frame.style.setProperty("--signin-fast-height", `${height}px`),
    close() {
      clearTimeout(silence);
      dialog.close();
      dialog.remove();
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    },
  };
}

/** The classes by which the page is locked: at what scrolls it, and with the room of its scrollbar kept. */
function lock(): string {
  const root = own("documentElement");
  const at = getComputedStyle(root).overflow === "visible" ? "signin-fast-lock-body" : "signin-fast-lock-root";
  return window.innerWidth > root.clientWidth ? `${at} signin-fast-gutter` : at;
}
