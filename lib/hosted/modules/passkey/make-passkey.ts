import { answerOf } from "@/lib/kernel/passkey-json/answer";
import { creationOf } from "@/lib/kernel/passkey-json/options";
import { type PasskeyForm, wasAborted } from "./passkey-form";

type Capabilities = { readonly conditionalCreate?: boolean };

/**
 * Makes a passkey by the button. With `data-auto` also without: a password manager that has just filled in a password may make one
 * by itself, and asks nobody.
 */
export function makePasskey({ form, button, send, say }: PasskeyForm): void {
  const { options = "", failed, known, auto } = form.dataset;
  let waiting: AbortController | undefined;

  async function make(mediation?: CredentialMediationRequirement): Promise<void> {
    waiting?.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    const request = { publicKey: creationOf(options), signal, ...(mediation && { mediation }) };
    const credential = await navigator.credentials.create(request);
    if (credential && !signal.aborted) send(answerOf(credential));
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    make().catch((error: unknown) => {
      if (!wasAborted(error)) say((error as DOMException).name === "InvalidStateError" ? known : failed);
    });
  });
  if (auto !== undefined) makeUnasked().catch(() => undefined);

  async function makeUnasked(): Promise<void> {
    const { getClientCapabilities } = PublicKeyCredential as unknown as { getClientCapabilities?(): Promise<Capabilities> };
    if ((await getClientCapabilities?.call(PublicKeyCredential))?.conditionalCreate)
      await make("conditional" as CredentialMediationRequirement);
  }
}
