import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createProvider } from "@/lib/core/identity-providers/create-provider";
import { listProviders } from "@/lib/core/identity-providers/list-providers";
import { linkAccount } from "@/lib/core/linked-accounts/link-account";
import { listLinkedAccounts } from "@/lib/core/linked-accounts/list-linked-accounts";
import { inSnapshot } from "@/lib/db/snapshot";
import { makeHolder } from "@/lib/testing/make-holder";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { identityProviders } from "./identity-providers";
import { linkedAccounts } from "./linked-accounts";
import { totpSecrets } from "./totp-secrets";

const google = { kind: "google", clientId: "c", clientSecret: "s-e-c-r-e-t" };

async function linesOf<Row>(part: typeof identityProviders | typeof linkedAccounts, { context }: Tenant, secrets: boolean): Promise<Row[]> {
  const lines: string[] = [];
  const source = inSnapshot(context.scope, (snapshot) => part.lines(snapshot, { secrets }));
  for await (const batch of source) lines.push(...batch);
  return lines.map((line) => part.row.parse(JSON.parse(line)) as Row);
}

describe("the providers of a bundle", () => {
  test("bring their secrets only when those are asked for, and are the same at the new place", async () => {
    const [from, to] = [await makeTenant(), await makeTenant()];
    await createProvider(from.context, google);
    await createProvider(from.context, { ...google, kind: "oidc", issuer: "https://id.example/", enabled: false });
    expect(JSON.stringify(await linesOf(identityProviders, from, false))).not.toContain(google.clientSecret);
    const rows = await linesOf<never>(identityProviders, from, true);
    for (let time = 0; time < 2; time++) await identityProviders.restore?.(to.context, rows);
    const same = async ({ context }: Tenant) =>
      (await listProviders(context)).map(({ id: _, siteId: __, createdAt: ___, updatedAt: ____, ...rest }) => rest);
    expect(await same(to)).toEqual(await same(from));
  });

  test("without their secrets are off", async () => {
    const [from, to] = [await makeTenant(), await makeTenant()];
    await createProvider(from.context, google);
    await identityProviders.restore?.(to.context, await linesOf<never>(identityProviders, from, false));
    expect(await listProviders(to.context)).toMatchObject([{ kind: "google", enabled: false, hasClientSecret: false }]);
  });

  test("that break a rule are refused", async () => {
    const { context } = await makeTenant();
    const row = { id: 1, kind: "oidc", name: "x", issuer: "https://10.0.0.1", client_id: "c", scopes: [], enabled: true, position: 0 };
    await expect(identityProviders.restore?.(context, [row as never])).rejects.toMatchObject({ code: "invalid" });
    expect(await listProviders(context)).toEqual([]);
  });
});

test("linked accounts come along with their users, once, and nobody else's are touched", async () => {
  const [from, to] = [await makeTenant(), await makeTenant()];
  const [jane, joe] = [await makeUser(from), await makeUser(to)];
  const profile = { issuer: "https://id.example", subject: "s1", email: null, emailProved: false, name: null, firstName: null };
  await linkAccount(from.context, await makeHolder(from, jane), { ...profile, lastName: null, locale: null }, { name: "Works" });
  const rows = await linesOf<{ site_user_uuid: string }>(linkedAccounts, from, false);
  await linkedAccounts.restore?.(to.context, rows as never);
  expect(await sql("SELECT 1 FROM linked_accounts WHERE site_id = $1", [to.site.id])).toEqual([]);
  await sql("UPDATE site_users SET uuid = $2 WHERE id = $1", [joe.id, rows[0]?.site_user_uuid]);
  for (let time = 0; time < 2; time++) await linkedAccounts.restore?.(to.context, rows as never);
  const shown = async ({ context }: Tenant, id: bigint) => (await listLinkedAccounts(context, id)).map(({ id: _, ...rest }) => rest);
  expect(await shown(to, joe.id)).toEqual(await shown(from, jane.id));
});

test("linked accounts of names that no index holds are refused before anything is written", () => {
  const times = { created_at: "2026-01-01T00:00:00Z", last_used_at: "2026-01-01T00:00:00Z" };
  const row = { site_user_uuid: randomUUID(), issuer: "https://id.example", subject: "s1", email: null, ...times };
  const takes = (more: object) => linkedAccounts.row.safeParse({ ...row, ...more }).success;
  expect([takes({}), takes({ issuer: "x".repeat(2_048) }), takes({ subject: "é".repeat(127) })]).toEqual([true, true, true]);
  expect([takes({ issuer: "中".repeat(2_048) }), takes({ subject: "é".repeat(128) })]).toEqual([false, false]);
});

test("an authenticator app finds its user however their id is written", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const [uuid, secret] = [user.uuid.toUpperCase(), "A".repeat(32)];
  const row = { site_user_uuid: uuid, last_counter: 0, created_at: "2026-01-01T00:00:00Z", last_used_at: null, secret };
  await totpSecrets.restore?.(tenant.context, [row]);
  expect(await sql("SELECT second_factor FROM site_users WHERE id = $1", [user.id])).toEqual([{ second_factor: true }]);
});
