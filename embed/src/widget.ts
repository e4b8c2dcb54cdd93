import { type Action, actionOf, TRIGGERS } from "./actions";
import { hostButtonStyle } from "./button";
import { type Modal, openModal } from "./modal";
import { newsFrom } from "./news";
import { own } from "./page";
import { origin, site } from "./site";
import { wordsIn } from "./words";

/** What an opening may say. `state` comes back on the callback. */
type Options = { readonly state?: unknown };

const GLOBAL = "SigninFast";
const page = window as unknown as Record<string, unknown>;
const script = own("currentScript");
let modal: Modal | null = null;
let nonce = "";

/** The language that the page around is in: as the script's tag says, else the document, else the browser. */
const language = (): string => script?.getAttribute("data-language") || own("documentElement").lang || navigator.language;

function open(action: Action, options?: Options): void {
  if (!own("body")) {
    window.addEventListener("DOMContentLoaded", () => open(action, options), { once: true });
    return;
  }
  close();
  nonce = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) nonce += byte.toString(16).padStart(2, "0");
  const url = new URL(`${site.base}/embed`);
  const alone = new URL(`${site.base}/${action}`);
  url.searchParams.set("page", action);
  url.searchParams.set("origin", location.origin);
  url.searchParams.set("nonce", nonce);
  const spoken = language();
  const state = options?.state;
  for (const { searchParams } of [url, alone]) {
    if (spoken) searchParams.set("ui_locales", spoken);
    if (typeof state === "string") searchParams.set("state", state);
  }
  modal = openModal(url.href, alone.href, wordsIn(spoken), close);
}

function close(): void {
  const closing = modal;
  modal = null;
  closing?.close();
}

function listen(event: MessageEvent): void {
  const news = modal && newsFrom(event, modal.frame.contentWindow, origin, nonce);
  if (!modal || !news) return;
  if (news.kind === "ready") {
    const focus = modal.ready(news.title, news.dir);
    modal.frame.contentWindow?.postMessage({ signinFast: nonce, button: hostButtonStyle(modal.content), focus }, origin);
  } else if (news.kind === "size") {
    modal.fit(news.height);
  } else if (news.kind === "dismiss") {
    close();
  } else if (news.kind === "refused") {
    announce({ action: news.action, user: null, success: false, token: null, error: news.error });
  } else if (news.kind === "done") {
    close();
    const { action, user, token, redirect } = news;
    const follow = announce({ action, user, success: true, token });
    if (follow && redirect && script?.getAttribute("data-redirect") !== "none") location.assign(redirect);
  }
}

/** Tells the page. False when a listener took over with `preventDefault`. */
function announce(detail: object): boolean {
  return window.dispatchEvent(new CustomEvent("signinFastAuth", { detail, cancelable: true }));
}

/** A page has one widget. Who loads the script of another site means that one from then on. */
const replaced = (): boolean => {
  const { base } = (page[GLOBAL] ?? {}) as { base?: unknown };
  return typeof base === "string" && base !== site.base;
};

/** One listener for every trigger there is or will be: rendered later, swapped, or moved. */
function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || replaced()) return;
  const [target] = event.composedPath();
  const trigger = target instanceof Element && target.closest(TRIGGERS);
  if (!trigger) return;
  event.preventDefault();
  open(actionOf(trigger));
}

/** Tells assistive technology that a trigger opens a dialog, and notices when a swap took the modal away. */
function look(): void {
  if (modal && !modal.dialog.isConnected) close();
  const fresh = own("querySelectorAll")(`:is(${TRIGGERS}):not([aria-haspopup])`);
  for (const trigger of fresh) trigger.setAttribute("aria-haspopup", "dialog");
}

function start(): void {
  const api: Record<string, unknown> = {
    base: site.base,
    openModal: (options?: Options) => open("login", options),
    openModalToLogin: (options?: Options) => open("login", options),
    openModalToSignup: (options?: Options) => open("signup", options),
    openModalToResetPassword: (options?: Options) => open("reset-password", options),
    closeModal: close,
  };
  const early = page[GLOBAL];
  Object.defineProperty(window, GLOBAL, { configurable: true, writable: true, value: Object.freeze(api) });
  window.addEventListener("message", listen);
  window.addEventListener("click", onClick);
  // Turbo keeps a picture of the page for the way back; an open modal must not be in it.
  window.addEventListener("turbo:before-cache", close);
  const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "data-signin-fast"] };
  new MutationObserver(look).observe(document, watched);
  look();
  // A page that could not wait has left the names of what it wanted to call.
  if (Array.isArray(early)) for (const name of early) (api[name] as (() => void) | undefined)?.();
}

// A page may load the script twice, or remove and add it again.
const before = page[GLOBAL] as { base?: unknown; closeModal?: () => void } | undefined;
if (before?.base !== site.base) {
  if (typeof before?.base === "string") before.closeModal?.();
  start();
}
