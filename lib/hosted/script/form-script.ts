import { dense } from "./dense";

/**
 * What a form gains where JavaScript runs. Nothing depends on it.
 *
 * Shows a typed password on demand, warns of Caps Lock, takes a code as "123 456" and sends it at its sixth digit, sends a
 * form once, and puts the cursor where it belongs: not on touch screens, where that opens the keyboard, and not in a frame.
 */
export const FORM_SCRIPT = dense(`
  const all = (css) => document.querySelectorAll(css), on = (target, type, act) => target.addEventListener(type, act);
  for (const p of all("[type=password]")) {
    const eye = p.nextElementSibling, caps = document.getElementById(p.id + "-caps");
    eye.hidden = false;
    on(eye, "click", () => eye.setAttribute("aria-pressed", (p.type = p.type == "text" ? "password" : "text") == "text"));
    on(p, "keyup", (e) => (caps.textContent = e.getModifierState?.("CapsLock") ? "Caps Lock is on" : ""));
    on(p.form, "submit", () => (p.type = "password"));
  }
  for (const f of all("form")) {
    const button = f.querySelector("[type=submit]"), code = f.elements.code, digits = () => code.value.replace(/\\D/g, "");
    let sent;
    on(f, "submit", (e) => {
      if (sent) return e.preventDefault();
      if (code) code.value = digits();
      sent = true;
      setTimeout(() => (button.disabled = true));
    });
    on(window, "pageshow", () => (sent = button.disabled = false));
    if (code) on(code, "input", () => digits().length == 6 && (f.checkValidity() ? f.requestSubmit() : f.querySelector("input:invalid").focus()));
  }
  if (top == self && matchMedia("(hover:hover) and (pointer:fine)").matches)
    (all("[aria-invalid]")[0] ?? [...all("input:not([type=hidden],[hidden])")].find((i) => !i.value))?.focus();
`);
