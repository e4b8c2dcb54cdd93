import { createPublicKey, type JsonWebKey } from "node:crypto";
import { webauthnParts } from "./webauthn";

/** RFC 9053: what a COSE key says at which label. */
const LABEL = { kty: 1, curve: -1, x: -2, y: -3, n: -1, e: -2 } as const;

/**
 * Lets a COSE key pass that a signature can be verified with: one that was cut off, or lies on no curve, would be a passkey that
 * never signs anybody in.
 *
 * @throws Error
 */
export async function requireUsableKey(bytes: Uint8Array): Promise<void> {
  const { decodeCredentialPublicKey } = await webauthnParts();
  const key = decodeCredentialPublicKey(new Uint8Array(bytes)) as unknown as ReadonlyMap<number, unknown>;
  const text = (label: keyof typeof LABEL) => Buffer.from(key.get(LABEL[label]) as Uint8Array).toString("base64url");
  const kinds: Record<number, () => JsonWebKey> = {
    1: () => ({ kty: "OKP", crv: "Ed25519", x: text("x") }),
    2: () => ({ kty: "EC", crv: "P-256", x: text("x"), y: text("y") }),
    3: () => ({ kty: "RSA", n: text("n"), e: text("e") }),
  };
  const jwk = kinds[Number(key.get(LABEL.kty))]?.();
  if (!jwk) throw new Error("A public key of a kind that is not known here");
  createPublicKey({ key: jwk, format: "jwk" });
}
