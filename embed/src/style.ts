import { own } from "./page";

/**
 * The modal's own look.
 *
 * `.signin-fast-content` is the host's to override, so its rule weighs nothing but comes last: a reset loses against it, a
 * class wins. The rest is ours, and stands above what a host says of all buttons and frames. Scrolling is locked by a rule
 * and not by hand: when the modal is gone, however it went, the page scrolls. It is locked at the one element that scrolls it:
 * a body that becomes a scroll container beside its root keeps its margins to itself, and the page would jump. The modal hangs
 * from above, and grows downwards: what is read or pressed in it stays in its place.
 */
const CSS = `
html>body:has(>.signin-fast-lock-body),html:has(>body>.signin-fast-lock-root){overflow:hidden}
html:has(>body>.signin-fast-gutter){scrollbar-gutter:stable}
dialog.signin-fast-modal.signin-fast-modal{all:initial;position:fixed;inset:0;z-index:2147483647;--signin-fast-top:max(16px,50vh - 360px);box-sizing:border-box;display:grid;place-items:start center;width:100%;height:100%;max-width:none;max-height:none;padding:var(--signin-fast-top) 16px 16px;overflow:hidden;overscroll-behavior:contain;color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
dialog.signin-fast-modal.signin-fast-modal::backdrop{background:rgba(9,10,14,.56);animation:signin-fast-fade .2s ease-out}
:where(.signin-fast-content){position:relative;box-sizing:border-box;display:block;width:100%;max-width:424px;margin:0;padding:0;border:0;overflow:hidden;border-radius:20px;background:#fff;color:#1a1a21;box-shadow:0 0 0 1px rgba(0,0,0,.06),0 24px 64px -12px rgba(0,0,0,.36);animation:signin-fast-rise .24s cubic-bezier(.2,.8,.2,1)}
.signin-fast-modal .signin-fast-frame{all:initial;display:block;width:100%;height:var(--signin-fast-height,560px);max-height:calc(100vh - 16px - var(--signin-fast-top));max-height:calc(100dvh - 16px - var(--signin-fast-top));color-scheme:light dark;opacity:0;transition:opacity .16s,height .2s cubic-bezier(.2,.8,.2,1)}
.signin-fast-modal .signin-fast-ready{opacity:1}
.signin-fast-modal .signin-fast-wait{position:absolute;inset:calc(50% - 12px) auto auto calc(50% - 12px);box-sizing:border-box;width:24px;height:24px;border:2px solid;border-top-color:transparent;border-radius:50%;opacity:.4;animation:signin-fast-fade .4s .3s backwards,signin-fast-turn .8s linear infinite}
.signin-fast-modal .signin-fast-close{all:initial;position:absolute;inset-block-start:12px;inset-inline-end:12px;z-index:1;display:grid;place-items:center;width:44px;height:44px;border-radius:50%;background:inherit;color:#5c5c69;font:300 28px/1 system-ui,sans-serif;text-align:center;cursor:pointer}
.signin-fast-modal .signin-fast-close:hover{box-shadow:inset 0 0 0 22px rgba(128,128,140,.14)}
.signin-fast-modal .signin-fast-close:focus-visible{outline:2px solid #3b5bdb;outline-offset:-2px}
.signin-fast-modal .signin-fast-lost{box-sizing:border-box;margin:0;padding:72px 32px 40px;text-align:center}
.signin-fast-modal .signin-fast-lost a{color:inherit}
@keyframes signin-fast-fade{from{opacity:0}}
@keyframes signin-fast-rise{from{opacity:0;transform:translateY(12px) scale(.985)}}
@keyframes signin-fast-turn{to{transform:rotate(1turn)}}
@media (prefers-color-scheme:dark){:where(.signin-fast-content){background:#1b1b20;color:#f1f1f4;box-shadow:0 0 0 1px rgba(255,255,255,.1),0 24px 64px -12px rgba(0,0,0,.7)}.signin-fast-modal .signin-fast-close{color:#a3a3b0}.signin-fast-modal .signin-fast-close:focus-visible{outline-color:#91a7ff}}
@media (max-width:480px){dialog.signin-fast-modal.signin-fast-modal{padding:0}:where(.signin-fast-content){max-width:none;height:100%;border-radius:0;box-shadow:none}.signin-fast-modal .signin-fast-frame{height:100%;max-height:none}}
@media (prefers-reduced-motion:reduce){:where(.signin-fast-content),.signin-fast-modal .signin-fast-wait,dialog.signin-fast-modal.signin-fast-modal::backdrop{animation:none}.signin-fast-modal .signin-fast-frame{transition:none}}`;

let sheet: CSSStyleSheet | undefined;

/** Puts the look on the page. Constructed, not inserted: a strict content security policy of the host allows it. */
export function addStyle(): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  const there = own("adoptedStyleSheets");
  for (const one of there) if (one === sheet) return;
  Reflect.set(Document.prototype, "adoptedStyleSheets", [...there, sheet], document);
}
