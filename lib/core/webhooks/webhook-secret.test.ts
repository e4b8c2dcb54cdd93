import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { isWebhookSecret, newWebhookSecret, signedHeaders } from "./webhook-secret";

const message = (body = '{"type":"site_user.created","data":{"name":"Jäne"}}', at = new Date()) => ({ id: "evt_1", at, body });
const receives = (secret: string, { body }: { body: string }, headers: Record<string, string>) => new Webhook(secret).verify(body, headers);

describe("a signed message", () => {
  test("is taken by whoever knows the secret, and by nobody else", () => {
    const [secret, sent] = [newWebhookSecret(), message()];
    const headers = signedHeaders(sent, [secret]);
    expect(receives(secret, sent, headers)).toEqual(JSON.parse(sent.body));
    expect(() => receives(newWebhookSecret(), sent, headers)).toThrow("No matching signature found");
  });

  test("is taken by whoever knows either secret while one takes the place of the other", () => {
    const [before, after, sent] = [newWebhookSecret(), newWebhookSecret(), message()];
    const headers = signedHeaders(sent, [after, before]);
    for (const secret of [before, after]) expect(receives(secret, sent, headers)).toEqual(JSON.parse(sent.body));
  });

  test("is refused with another body, under another id, and at another time", () => {
    const [secret, sent] = [newWebhookSecret(), message()];
    const headers = signedHeaders(sent, [secret]);
    const wrong: [{ body: string }, Record<string, string>][] = [
      [{ body: sent.body.replace("created", "deleted") }, headers],
      [sent, { ...headers, "webhook-id": "evt_2" }],
      [sent, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 1) }],
      [sent, signedHeaders(message(sent.body, new Date(Date.now() - 600_000)), [secret])],
    ];
    for (const [body, told] of wrong) expect(() => receives(secret, body, told)).toThrow();
  });
});

test("a secret is 24 to 64 bytes in base64, each with its padding", () => {
  const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;
  expect([newWebhookSecret(), ...[24, 25, 26, 32, 63, 64].map(of)].map(isWebhookSecret)).not.toContain(false);
  expect([of(23), of(65), of(32).slice(0, -1), of(32).slice(6), `${of(32)}=`, "whsec_", `${of(24)} `].map(isWebhookSecret)).not.toContain(
    true,
  );
});
