import { z } from "zod";

/** What a browser sends back after a ceremony: the JSON of WebAuthn Level 3, in one field of a form. What else it holds is left out. */

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);

/** A credential id has at most 1,023 bytes. */
const credentialId = base64url(1_364);
const clientData = base64url(8_192);

const assertion = z.object({
  id: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: clientData,
    authenticatorData: base64url(8_192),
    signature: base64url(8_192),
    userHandle: base64url(88).nullish(),
  }),
});

const attestation = z.object({
  id: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: clientData,
    attestationObject: base64url(16_384),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(8)
      .default([]),
  }),
});

export type Assertion = z.output<typeof assertion>;
export type Attestation = z.output<typeof attestation>;

/** The answer of somebody who used a passkey, or null. */
export const readAssertion = (text: unknown): Assertion | null => read(assertion, text);

/** The answer of somebody who made a passkey, or null. */
export const readAttestation = (text: unknown): Attestation | null => read(attestation, text);

/** What the browser says it was asked, by whom; null: nothing that can be read. Not trusted before the signature over it is verified. */
export function readChallenge({ response }: Assertion | Attestation): string | null {
  return (
    read(z.object({ challenge: z.string().max(200) }), Buffer.from(response.clientDataJSON, "base64url").toString())?.challenge ?? null
  );
}

function read<Shape extends z.ZodType>(shape: Shape, text: unknown): z.output<Shape> | null {
  if (typeof text !== "string") return null;
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
