import { Secret, TOTP } from "otpauth";
import type { SiteScope } from "@/lib/db/scope";
import { typedCode } from "@/lib/kernel/typed-code";

/** RFC 6238 as every authenticator app knows it without being told: SHA-1, six digits, 30 seconds. */
const KIND = { algorithm: "SHA1", digits: 6, period: 30 } as const;

/** How far a phone's clock may be off, in time steps. */
const WINDOW = 1;

/** A new secret: 20 random bytes, as RFC 4226 wants them, in base32. */
export const newTotpSecret = () => new Secret({ size: 20 }).base32;

/** What a user's secret is sealed to. */
export const totpContext = ({ accountId }: Pick<SiteScope, "accountId">, siteUserId: bigint) => `totp_secrets:${accountId}:${siteUserId}`;

/**
 * The time step whose code this is, or null.
 *
 * A code names the account for no longer than 90 seconds. SECURITY: who takes it writes the step down, so that it is taken once.
 */
export function counterOf(secret: string, code: string, timestamp = Date.now()): number | null {
  const token = typedCode(code);
  if (!/^\d{6}$/.test(token)) return null;
  const delta = TOTP.validate({ ...KIND, token, secret: Secret.fromBase32(secret), timestamp, window: WINDOW });
  return delta === null ? null : TOTP.counter({ period: KIND.period, timestamp }) + delta;
}

/** Longer names would make a picture that a phone cannot read from a screen. */
const LONGEST = { issuer: 20, label: 32 } as const;

/**
 * What an app is told, by its picture or as a link: the secret, and what to call it. Of what an app takes for usual, nothing is said.
 *
 * The format is that of Google Authenticator's "Key Uri Format".
 */
export function otpauthUri(secret: string, names: { readonly issuer: string; readonly label: string }): string {
  const label = encodeURIComponent(shortened(names.label, LONGEST.label));
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(shortened(names.issuer, LONGEST.issuer))}`;
}

const shortened = (text: string, longest: number) => {
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : text;
};
