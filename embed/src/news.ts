/** What the event says of a user. */
export type User = { readonly id: number; readonly email: string; readonly name: string | null };

/** What the frame says. */
export type News =
  | { readonly kind: "ready"; readonly title: string; readonly dir: string }
  | { readonly kind: "size"; readonly height: number }
  | { readonly kind: "dismiss" }
  | { readonly kind: "refused"; readonly action: string; readonly error: string }
  | { readonly kind: "done"; readonly action: string; readonly user: User; readonly token: string; readonly redirect: string | null };

/**
 * A message as news of this opening's frame, or null.
 *
 * SECURITY: from our origin, from that very window, with the nonce of this opening. All three, or it is somebody else's.
 */
export function newsFrom(event: MessageEvent, frame: Window | null, origin: string, nonce: string): News | null {
  if (event.origin !== origin || frame === null || event.source !== frame) return null;
  const { data } = event;
  return typeof data === "object" && data !== null && data.signinFast === nonce ? data : null;
}
