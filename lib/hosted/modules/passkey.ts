import { makePasskey } from "./passkey/make-passkey";
import { noteDevice } from "./passkey/note-device";
import { hide, passkeyForms } from "./passkey/passkey-form";
import { usePasskey } from "./passkey/use-passkey";

/** What a hosted page gains where a browser knows passkeys. Where it does not, nothing of them is left to be seen. */
const uses = passkeyForms("get");
const makes = passkeyForms("create");
const known = "PublicKeyCredential" in window;
if (known) {
  uses.forEach(usePasskey);
  makes.forEach(makePasskey);
  void noteDevice();
} else {
  [...uses, ...makes].forEach(hide);
}
