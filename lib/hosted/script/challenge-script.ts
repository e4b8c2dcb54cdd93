import { dense } from "./dense";

/**
 * Solves the challenge of a form while it is filled in, as ALTCHA has it: counts up behind a nonce until the key that is derived from
 * that begins as it should. The browser derives keys beside the page, which stays quick.
 *
 * A form that is sent before is held, and sent when it is solved.
 */
export const CHALLENGE_SCRIPT = dense(`
  const field = document.querySelector("[data-challenge]");
  if (field) {
    let solved, held;
    addEventListener("submit", e => {
      if (solved || !e.target.contains(field)) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      held = e.submitter;
    }, true);
    const challenge = JSON.parse(field.dataset.challenge), { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
    const bytes = text => Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16));
    const start = bytes(nonce), with4 = new Uint8Array(start.length + 4);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
    with4.set(start);
    for (let counter = 0; !solved; counter++) {
      new DataView(with4.buffer).setUint32(start.length, counter);
      const key = await crypto.subtle.importKey("raw", with4, "PBKDF2", false, ["deriveBits"]);
      const found = new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8));
      const derivedKey = [...found].map(byte => byte.toString(16).padStart(2, "0")).join("");
      if (derivedKey.startsWith(keyPrefix)) solved = field.value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
    if (held) field.form.requestSubmit(held);
  }
`);
