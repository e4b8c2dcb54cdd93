import { AppError } from "@/lib/kernel/errors";

/**
 * What an application may bind a callback token to when it begins a sign-in: the SHA-256 of a secret of its own, which it shows at the
 * exchange (RFC 7636).
 *
 * SECURITY: `S256` alone. With `plain` the secret would stand in an address.
 *
 * @throws AppError `bad_request` for anything else
 */
export function checkCodeChallenge(challenge: string | null, method: string | null): string | null {
  if (challenge === null) return null;
  if (!/^[\w-]{43}$/.test(challenge) || (method ?? "S256") !== "S256") {
    throw new AppError("bad_request", { detail: "code_challenge is not 43 characters of base64url, or its method is not S256" });
  }
  return challenge;
}

/** The bytes of a challenge that was checked. */
export const challengeBytes = (challenge: string | null) =>
  challenge === null ? null : new Uint8Array(Buffer.from(challenge, "base64url"));
