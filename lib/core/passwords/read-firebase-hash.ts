import { acceptPasswordHash, type HashReading, UNKNOWN_HASH } from "./accept-password-hash";
import { fromBase64 } from "./hashes/base64";
import { writeFirebaseScrypt } from "./hashes/firebase-scrypt";

/** The password hash parameters that the Firebase console shows of a project. */
export type FirebaseProject = {
  readonly signerKey: string;
  readonly saltSeparator: string;
  readonly rounds: number;
  readonly memoryCost: number;
};

/** Reads a password as Firebase exports it, all texts in base64 (also its web-safe digits). Tells what to keep of it, or why not. */
export function readFirebaseHash(project: FirebaseProject, user: { readonly passwordHash: string; readonly salt: string }): HashReading {
  const texts = [project.signerKey, project.saltSeparator, user.salt, user.passwordHash];
  const [signerKey, saltSeparator, salt, hash] = texts.map((text) => fromBase64(plain(text)));
  if (!signerKey || !saltSeparator || !salt || !hash) return UNKNOWN_HASH;
  const { rounds, memoryCost } = project;
  return acceptPasswordHash(writeFirebaseScrypt({ memoryCost, rounds, signerKey, saltSeparator, salt, hash }));
}

const plain = (text: string) =>
  text
    .replace(/={1,2}$/, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
