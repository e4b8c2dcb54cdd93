import { z } from "zod";
import { acceptPasswordHash, type HashReading, UNKNOWN_HASH } from "./accept-password-hash";
import { toBase64 } from "./hashes/base64";
import { writePbkdf2 } from "./hashes/pbkdf2";

const DIGESTS = { pbkdf2: "sha1", "pbkdf2-sha256": "sha256", "pbkdf2-sha512": "sha512" } as const;
const VERSIONS = { "1.0": 16, "1.3": 19 } as const;

const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
const number = z.tuple([z.string().regex(/^\d{1,10}$/)]).transform(([text]) => Number(text));
const secret = z.object({ value: bytes, salt: bytes });
const credential = z.discriminatedUnion("algorithm", [
  z.object({ algorithm: z.enum(["pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512"]), hashIterations: z.int() }),
  z.object({
    algorithm: z.literal("argon2"),
    hashIterations: z.int(),
    additionalParameters: z.object({
      type: z.tuple([z.enum(["id", "i", "d"])]),
      version: z.tuple([z.enum(["1.0", "1.3"])]),
      memory: number,
      parallelism: number,
    }),
  }),
]);

/**
 * Reads a password as a Keycloak realm exports it: the two JSON texts of a credential of type `password`. Tells what to keep
 * of it, or why not.
 */
export function readKeycloakHash(credentialData: string, secretData: string): HashReading {
  const [how, what] = [credential.safeParse(parseJson(credentialData)), secret.safeParse(parseJson(secretData))];
  if (!how.success || !what.success) return UNKNOWN_HASH;
  const { salt, value: hash } = what.data;
  if (how.data.algorithm !== "argon2") {
    return acceptPasswordHash(writePbkdf2({ digest: DIGESTS[how.data.algorithm], iterations: how.data.hashIterations, salt, hash }));
  }
  const { type, version, memory, parallelism } = how.data.additionalParameters;
  const settings = `v=${VERSIONS[version[0]]}$m=${memory},t=${how.data.hashIterations},p=${parallelism}`;
  return acceptPasswordHash(`$argon2${type[0]}$${settings}$${toBase64(salt)}$${toBase64(hash)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
