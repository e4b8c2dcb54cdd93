import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** A new secret to sign with: 32 random bytes, as Standard Webhooks writes them. */
export const newWebhookSecret = () => PREFIX + randomBytes(32).toString("base64");

/** True for what may be such a secret, made here or elsewhere: 24 to 64 bytes. */
export function isWebhookSecret(text: string): boolean {
  const bytes = Buffer.from(text.slice(PREFIX.length), "base64");
  return bytes.length >= 24 && bytes.length <= 64 && text === PREFIX + bytes.toString("base64");
}

/** What is sent, as its signature covers it. */
export type Message = { readonly id: string; readonly at: Date; readonly body: string };

/**
 * The headers that prove to a receiver who sent a message, and when. One signature for each secret: while a new one takes the place
 * of another, whoever knows either is satisfied.
 *
 * @see https://www.standardwebhooks.com: HMAC-SHA256 over `id.timestamp.body`, the time in seconds
 */
export function signedHeaders({ id, at, body }: Message, secrets: readonly string[]) {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const sign = (secret: string) => createHmac("sha256", Buffer.from(secret.slice(PREFIX.length), "base64"));
  const signatures = secrets.map((secret) => `v1,${sign(secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`);
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
