import { ReadableStream } from "node:stream/web";
import { Encrypter } from "age-encryption";

/** True for a public key of age (https://age-encryption.org): `age1…`. */
export function isAgeRecipient(text: string): boolean {
  try {
    encrypterFor(text);
    return true;
  } catch {
    return false;
  }
}

/** Bytes encrypted to a public key of age, as they come. */
export async function* encryptedToAge(recipient: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const encrypted = await encrypterFor(recipient).encrypt(ReadableStream.from(source) as globalThis.ReadableStream<Uint8Array>);
  yield* encrypted as unknown as AsyncIterable<Uint8Array>;
}

function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter;
}
