import { expect, test } from "vitest";
import { PROVIDER_KINDS, type ProviderKind, presetOf } from "./presets";
import { profileOf } from "./profile";
import { discordProfile } from "./read-discord";

const iss = "https://id.example";

test.each<[ProviderKind, proved: boolean, claims: Record<string, unknown>]>([
  ["google", true, { email_verified: true }],
  ["google", false, { email_verified: false }],
  ["google", false, {}],
  ["google", false, { email_verified: 1 }],
  ["apple", true, { email_verified: "true" }],
  ["oidc", false, { email_verified: "yes" }],
  ["gitlab", true, { email_verified: true }],
  // Whoever runs a directory writes any address into it.
  ["microsoft", false, { email_verified: true, tid: "72f988bf-86f1-41af-91ab-2d7cd011db47" }],
  ["microsoft", true, { tid: "9188040d-6c67-4c5b-b112-36a304b66dad" }],
  ["microsoft", true, { tid: "72f988bf-86f1-41af-91ab-2d7cd011db47", xms_edov: true }],
  ["microsoft", false, { tid: "72f988bf-86f1-41af-91ab-2d7cd011db47", xms_edov: "0" }],
])("%s vouches for an address: %s", (kind, proved, claims) => {
  const { provesEmail } = presetOf(kind);
  expect(profileOf({ sub: "s", iss, email: "jane@example.com", ...claims }, provesEmail).emailProved).toBe(proved);
  expect(profileOf({ sub: "s", iss, ...claims }, provesEmail)).toMatchObject({ email: null, emailProved: false });
});

test("what is optional and wrong is as if it were not there", () => {
  const claims = { sub: "s", iss, email: "4@no-mail.invalid", email_verified: true, name: 7, locale: "??", given_name: "a\0" };
  expect(profileOf(claims, presetOf("oidc").provesEmail)).toEqual({
    issuer: iss,
    subject: "s",
    email: null,
    emailProved: false,
    name: null,
    firstName: null,
    lastName: null,
    locale: null,
  });
});

test("Discord tells who somebody is", async () => {
  const jane = { id: "80351110224678912", username: "jane", global_name: "Jane", email: "jane@example.com", verified: true };
  const told = await discordProfile("https://discord.com", async (url) => (url === "https://discord.com/api/users/@me" ? jane : null));
  expect(told).toEqual({ sub: jane.id, name: "Jane", email: jane.email, email_verified: true, locale: undefined });
});

test("every preset that has an issuer is reached by https, and asks for an address", () => {
  for (const kind of PROVIDER_KINDS) {
    const { issuer, oauth, scopes } = presetOf(kind);
    const addresses = [...(issuer ? [issuer] : []), ...(oauth && issuer ? Object.values(oauth.endpoints(issuer)) : [])];
    for (const address of addresses) expect(new URL(address).protocol).toBe("https:");
    expect(scopes.some((scope) => scope.includes("email"))).toBe(true);
  }
});
