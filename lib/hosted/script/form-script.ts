import { dense } from "./dense";

/**
 * What a form gains where JavaScript runs. Nothing depends on it.
 *
 * Shows a typed password on demand, warns of Caps Lock, takes a code as "123 456" or in the digits of another keyboard (as `typedCode` does)
 * and sends it at its sixth digit when nothing else is missing or to be ticked, sends a form once (until the page is come back to, or ten
 * seconds brought no answer), and puts the cursor where it belongs: not on touch screens, where that opens the keyboard, and in a frame
 * only once that has the focus. The page around gives it the focus and this puts it into a field: one after the other, because a browser
 * in which both ask at once may send what is typed to neither.
 */
export const FORM_SCRIPT = dense(`
  const all = css => [...document.querySelectorAll(css)], on = (node, type, act) => node.addEventListener(type, act);
  for (const p of all("[type=password]")) {
    const eye = p.nextElementSibling, caps = p.parentNode.previousSibling;
    const show = yes => { p.type = yes ? "text" : "password"; eye.ariaPressed = yes };
    const warn = e => caps.textContent = e.getModifierState?.("CapsLock") ? caps.dataset.on : "";
    eye.hidden = false;
    on(eye, "click", () => show(p.type == "password"));
    on(p, "keyup", warn);
    on(p, "blur", warn);
    on(p.form, "submit", () => show(false));
  }
  for (const f of all("main form")) {
    let sent, button = f.querySelector(".button") ?? f, code = f.code;
    const digits = () => code.value.replace(/[٠-٩۰-۹０-９]/g, d => d.charCodeAt() & 15).replace(/\\D/g, "");
    const free = () => sent = button.disabled = 0;
    on(f, "submit", e => {
      if (sent) return e.preventDefault();
      sent = 1;
      if (code) code.value = digits();
      setTimeout(() => button.disabled = 1);
      setTimeout(free, 1e4);
    });
    on(self, "pageshow", free);
    if (code) on(code, "input", () => {
      if (digits().length == 6 && !f.elements.trust) f.checkValidity() ? f.requestSubmit() : f.querySelector(":invalid").focus();
    });
  }
  const go = () => matchMedia("(hover:hover) and (pointer:fine)").matches &&
    (all("[aria-invalid]")[0] ?? all("input:not([type=hidden],[hidden])").find(i => !i.value))?.focus();
  top == self || document.hasFocus() ? go() : addEventListener("focus", go, { once: 1 });
`);
