/**
 * Notes in a cookie of the site that this device can keep a passkey by itself: whoever signs in from here may be offered one.
 *
 * Once they were, the cookie says so and is not for scripts, so the browser lets this one be. In a frame nothing is noted.
 */
export async function noteDevice(): Promise<void> {
  const [form] = document.forms;
  if (!form || parent !== self || !(await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) return;
  const [, slug] = new URL(form.action).pathname.split("/");
  const [prefix, secure] = location.protocol === "https:" ? ["__Secure-", "; Secure"] : ["", ""];
  // biome-ignore lint/suspicious/noDocumentCookie: Safari has the other way since 18.4 only.
  document.cookie = `${prefix}signin_passkey=can; Path=/${slug}; SameSite=Lax${secure}`;
}
