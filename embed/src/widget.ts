import { type Action, actionOf, TRIGGERS, triggerOf } from "./actions";
import { hostButtonStyle } from "./button";
import { type Modal, openModal } from "./modal";
import { newsFrom } from "./news";
import { on, own, send } from "./page";
import { origin, site } from "./site";
import { wordsIn } from "./words";

/** What an opening may say. `state` comes back on the callback; `codeChallenge` is what its token is bound to. */
type Options = { readonly state?: unknown; readonly codeChallenge?: unknown };

const GLOBAL = "SigninFast";
const script = own("currentScript") as HTMLScriptElement | null;
let modal: Modal | null = null;
let nonce = "";

/** What pages call. A page that could not wait for it has left calls of its own in an array of that name: each is a function of this. */
const api = Object.freeze({
  base: site.base,
  openModal: (options?: Options) => open("login", options),
  openModalToLogin: (options?: Options) => open("login", options),
  openModalToSignup: (options?: Options) => open("signup", options),
  openModalToResetPassword: (options?: Options) => open("reset-password", options),
  closeModal: close,
  push: (call: (widget: unknown) => void) => call(api),
});

/** What has our name on this page. Of the window's own: an element or a frame of that name is none of ours. */
const named = (): Partial<typeof api> | undefined => Object.getOwnPropertyDescriptor(window, GLOBAL)?.value;

/** What the script's tag says: the one that is in the page now, where a swap or a component has put it there again. */
function said(name: string): string | null {
  let tag = script;
  for (const one of own("scripts")) if (one.src === script?.src) tag = one;
  return tag?.getAttribute(name) ?? null;
}

function open(action: Action, options?: Options, opener = own("activeElement")): void {
  if (!own("body")) {
    on("DOMContentLoaded", () => open(action, options));
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
  const spoken = said("data-language") || own("documentElement").lang || navigator.language;
  const state = options?.state ?? said("data-state");
  const challenge = options?.codeChallenge ?? said("data-code-challenge");
  for (const { searchParams } of [url, alone]) {
    if (spoken) searchParams.set("ui_locales", spoken);
    if (typeof state === "string") searchParams.set("state", state);
    if (typeof challenge === "string") searchParams.set("code_challenge", challenge);
  }
  modal = openModal({ source: url.href, page: alone.href, words: wordsIn(spoken), opener }, close);
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
    modal.ready(news.title, news.dir);
    modal.frame.contentWindow?.postMessage({ signinFast: nonce, button: hostButtonStyle(modal.content) }, origin);
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
    // SECURITY: an address that is a script would run in the page.
    if (follow && redirect && /^https?:/.test(redirect) && said("data-redirect") !== "none") location.assign(redirect);
  }
}

/** Tells the page. False when a listener took over with `preventDefault`. */
const announce = (detail: object): boolean => send(new CustomEvent("signinFastAuth", { detail, cancelable: true }));

/** A page has one widget. Who loads the script of another site means that one from then on. */
function replaced(): boolean {
  const now = named();
  return now !== api && typeof now?.base === "string";
}

/** One listener for every trigger there is or will be: rendered later, swapped, or moved. */
function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || replaced()) return;
  const trigger = triggerOf(event);
  if (!trigger) return;
  event.preventDefault();
  open(actionOf(trigger), {}, trigger);
}

/**
 * Tells assistive technology that a trigger opens a dialog, and notices when a swap took the modal away, or brought back the
 * picture of one: htmx and Turbo keep pages as they stood.
 */
function look(): void {
  if (replaced()) return;
  if (modal && !modal.dialog.isConnected) close();
  for (const picture of own("querySelectorAll")(".signin-fast-modal")) if (picture !== modal?.dialog) picture.remove();
  const fresh = own("querySelectorAll")(`:is(${TRIGGERS}):not([aria-haspopup])`);
  for (const trigger of fresh) trigger.setAttribute("aria-haspopup", "dialog");
}

function start(): void {
  const early: unknown = named();
  Reflect.defineProperty(window, GLOBAL, { configurable: true, writable: true, value: api });
  on("message", listen);
  on("click", onClick);
  const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "data-signin-fast"] };
  new MutationObserver(look).observe(document, watched);
  look();
  if (Array.isArray(early)) for (const call of early) api.push(call);
}

// A page may load the script twice, or remove and add it again.
const before = named();
if (before?.base !== site.base) {
  if (typeof before?.base === "string") before.closeModal?.();
  start();
}
