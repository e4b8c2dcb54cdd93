import { dense } from "./dense";

/**
 * What a page in a frame says to the widget around it, and what it takes from there: the looks of the host's button. A page that was
 * opened by itself goes on to the callback.
 *
 * A window that was opened for what no frame may do hands its end of the story to the frame that opened it.
 *
 * SECURITY: that window speaks to our own origin only. The frame speaks to the one registered origin that the server chose, and hears
 * that origin's own window, and the one that it opened itself as long as that is at ours. The looks are a closed set of properties,
 * without an address in any of them.
 */
export const FRAME_SCRIPT = dense(`
  const { origin, nonce, ...told } = JSON.parse(document.querySelector("[name=signin-fast]").content);
  const looks = ["background-color","background-image","border-radius","box-shadow","color","font-family","font-weight","letter-spacing","text-transform"];
  const tell = more => parent.postMessage({ signinFast: nonce, ...more }, origin);
  if (parent == self) {
    if (opener && name == "signin-fast-" + nonce && told.kind == "done") { opener.postMessage({ signinFast: nonce, ...told }, location.origin); close() }
    else if (told.redirect) location.replace(told.redirect)
  }
  else if (origin) {
    const parts = document.body.children;
    const size = new ResizeObserver(() => tell({ kind: "size", height: [...parts].reduce((sum, part) => sum + part.offsetHeight, 0) }));
    let popup;
    const show = page => popup = open(page, "signin-fast-" + nonce, "popup,width=480,height=720");
    addEventListener("popup", e => show(e.detail) ?? e.preventDefault());
    addEventListener("submit", ({ target: { target } }) => { if (target) show("") });
    addEventListener("message", ({ source, origin: from, data }) => {
      if (source === popup && from == location.origin && data?.signinFast == nonce && data.kind == "done") return tell(data);
      if (source != parent || from != origin || data?.signinFast != nonce) return;
      for (const button of document.querySelectorAll("button.button:not(.second)"))
        for (const look of looks) {
          const value = data.button?.[look];
          if (typeof value == "string" && value.length < 300 && !/url|image|src|element|var\\(|env\\(|attr\\(|\\\\/i.test(value)) button.style.setProperty(look, value);
        }
    });
    addEventListener("keydown", e => e.key == "Escape" && !e.isComposing && tell({ kind: "dismiss" }));
    tell({ ...told, kind: "ready", title: document.title, dir: document.dir });
    if (told.kind != "ready") tell(told);
    for (const part of parts) size.observe(part);
  }
`);
