import { answerOf } from "@/lib/kernel/passkey-json/answer";
import { requestOf } from "@/lib/kernel/passkey-json/options";
import { openPopup } from "./open-popup";
import { type PasskeyForm, wasAborted } from "./passkey-form";

/** A challenge lives five minutes; one that is older than this is asked for anew. */
const FRESH_MS = 240_000;
/** Quicker than this nobody says no: a frame was refused. */
const AT_ONCE_MS = 250;

/**
 * Uses a passkey: offered among what the browser fills in where it can, and by the button. What is offered waits for as long as the
 * page is open, so its challenge is renewed.
 *
 * In a frame whose page around does not let it, the button opens a window of our own, which hands its end of the story back.
 */
export function usePasskey(target: PasskeyForm): void {
  const { form, button, send, say } = target;
  const framed = parent !== self;
  let waiting: AbortController | undefined;
  let known: { text: string; at: number } | undefined;
  let renewal = 0;

  async function options(): Promise<PublicKeyCredentialRequestOptions> {
    const { options: given } = form.dataset;
    if (!given && (!known || performance.now() - known.at > FRESH_MS)) {
      const response = await fetch(`/${new URL(form.action).pathname.split("/")[1]}/passkey`, { method: "POST" });
      if (!response.ok) throw new Error(response.statusText);
      known = { text: await response.text(), at: performance.now() };
    }
    return requestOf(given ?? known?.text ?? "");
  }

  async function ask(mediation?: CredentialMediationRequirement): Promise<void> {
    waiting?.abort();
    clearTimeout(renewal);
    waiting = new AbortController();
    const { signal } = waiting;
    const publicKey = await options();
    const credential = await navigator.credentials.get({ publicKey, signal, ...(mediation && { mediation }) });
    known = undefined;
    if (credential && !signal.aborted) send(answerOf(credential));
  }

  /** Offers passkeys among what the browser fills in. It says nothing when nobody takes one. */
  async function offer(): Promise<void> {
    if (form.dataset.options || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    renewal = window.setTimeout(() => (document.hidden ? addEventListener("visibilitychange", offer, { once: true }) : offer()), FRESH_MS);
    await ask("conditional").catch(() => undefined);
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (framed && isRefused()) return void (openPopup(form) || say(form.dataset.failed));
    const begun = performance.now();
    ask().catch((error: unknown) => {
      if (wasAborted(error)) return;
      if (framed && performance.now() - begun < AT_ONCE_MS) refusedHere = true;
      say(form.dataset.failed);
      offer();
    });
  });
  // What was cancelled by leaving the page is offered again on the way back.
  addEventListener("pageshow", ({ persisted }) => persisted && offer());
  if (!framed || !isRefused()) offer();
}

let refusedHere = false;

/** Whether the page around keeps passkeys from this frame. Chromium tells; others show it by refusing at once. */
function isRefused(): boolean {
  const { featurePolicy } = document as unknown as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return refusedHere || featurePolicy?.allowsFeature("publickey-credentials-get") === false;
}
