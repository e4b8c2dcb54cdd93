import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { inSnapshot } from "@/lib/db/snapshot";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import { addSite, makeSession, makeTenant, makeToken, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { siteUserPassword } from "../../passwords/hash-password";
import { hashing } from "../../passwords/hashing-queue";
import { verifyPassword } from "../../passwords/verify-password";
import { updateSite } from "../../sites/update-site";
import { readFile } from "../files/read-file";
import { writeFile } from "../files/write-file";
import { BUNDLE_PARTS } from "./parts";
import { auditEvents } from "./parts/audit-events";
import { sessions } from "./parts/sessions";
import { site as sitePart } from "./parts/site";
import { siteUserSessions } from "./parts/site-user-sessions";
import { siteUsers } from "./parts/site-users";
import { type Bundle, readBundle } from "./read-bundle";
import { writeBundle } from "./write-bundle";

async function bundleOf({ context, site }: Tenant, secrets: boolean): Promise<Bundle> {
  const source = inSnapshot(context.scope, (snapshot) => writeBundle(snapshot, { site, secrets, recipient: null }));
  const { fileId, bytes } = await writeFile(context, source);
  return readBundle({ bytes, read: (from, to) => readFile(context, fileId, { from, to }) });
}

const addUsers = ({ context }: Tenant, length: number) =>
  context.db.siteUser.createMany({
    data: Array.from({ length }, () => {
      const email = `${unique("jane")}@example.com`;
      return { id: newId(), email, emailCanonical: email };
    }),
  });

/** All rows of a bundle; there is no bad one among what we wrote ourselves. */
async function contentOf(bundle: Bundle): Promise<Record<string, unknown[]>> {
  const content: Record<string, unknown[]> = {};
  for (const part of BUNDLE_PARTS) {
    const rows: unknown[] = [];
    for await (const found of bundle.rows(part)) rows.push("value" in found ? found.value : found);
    content[part.file] = rows;
  }
  bundle.close();
  return content;
}

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((value) => !value.includes("\0"));
const metadata = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 })), {
  maxKeys: 3,
});
const moments = fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });
const users = fc.array(
  fc.record({
    externalId: fc.option(fc.uuid()),
    name: fc.option(text),
    firstName: fc.option(text),
    lastName: fc.option(text),
    locale: fc.option(text),
    metadata,
    privateMetadata: metadata,
    hash: fc.option(text),
    emailVerifiedAt: fc.option(moments),
    blockedAt: fc.option(moments),
    lastSignInAt: fc.option(moments),
    createdAt: moments,
  }),
  { maxLength: 8 },
);

const iso = (date: Date | null) => date?.toISOString() ?? null;
const normal = (value: unknown) => (typeof value === "string" ? new Date(value).toISOString() : value);
const TIMES = ["email_verified_at", "blocked_at", "last_sign_in_at", "created_at"];

describe("a bundle", () => {
  test("holds every user as they are, whatever is said about them", async () => {
    const owner = await makeTenant();
    await fc.assert(
      fc.asyncProperty(users, async (given) => {
        const tenant = await addSite(owner);
        const stored = given.map(({ hash, ...user }) => {
          const [id, email] = [newId(), `${unique("jane")}@example.com`];
          return {
            ...user,
            id,
            email,
            emailCanonical: email,
            passwordSealed: hash === null ? null : seal(hash, siteUserPassword(tenant.context.scope, id)),
          };
        });
        await tenant.context.db.siteUser.createMany({ data: stored });
        const expected = stored
          .map((user, at) => ({
            id: Number(user.id),
            external_id: user.externalId,
            email: user.email,
            email_verified_at: iso(user.emailVerifiedAt),
            username: null,
            name: user.name,
            first_name: user.firstName,
            last_name: user.lastName,
            locale: user.locale,
            metadata: user.metadata,
            private_metadata: user.privateMetadata,
            blocked_at: iso(user.blockedAt),
            last_sign_in_at: iso(user.lastSignInAt),
            created_at: iso(user.createdAt),
            password_hash: given[at]?.hash ?? null,
          }))
          .toSorted((a, b) => String(a.created_at).localeCompare(String(b.created_at)) || a.id - b.id);
        const { [siteUsers.file]: rows = [] } = await contentOf(await bundleOf(tenant, true));
        const found = rows.map((row) => {
          const { uuid, updated_at, ...rest } = row as Record<string, unknown>;
          for (const key of TIMES) rest[key] = normal(rest[key]);
          return rest;
        });
        expect(found).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
      { numRuns: 12 },
    );
  });

  test("says what it is, and holds secrets only when they are asked for", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await makeToken(tenant, user);
    await makeSession(tenant, user);
    const NONE = [
      "identity_providers.ndjson",
      "webhook_endpoints.ndjson",
      "linked_accounts.ndjson",
      "passkeys.ndjson",
      "totp_secrets.ndjson",
    ];
    for (const secrets of [true, false]) {
      const bundle = await bundleOf(tenant, secrets);
      expect(bundle.manifest).toEqual({
        format: "signin-fast-bundle",
        schema_version: 1,
        product_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        created_at: expect.stringMatching(/Z$/),
        site: { id: Number(tenant.site.id), name: "Acme", slug: tenant.site.slug },
        include_secrets: secrets,
        recipient: null,
        files: BUNDLE_PARTS.map(({ file }) => ({
          name: file,
          rows: NONE.includes(file) ? 0 : file === auditEvents.file ? 2 : 1,
          bytes: expect.any(Number),
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        })),
      });
      const content = await contentOf(bundle);
      const [site] = content[sitePart.file] as Record<string, unknown>[];
      const [jane] = content[siteUsers.file] as Record<string, unknown>[];
      expect(site?.client_secret).toBe(secrets ? tenant.site.clientSecret : undefined);
      expect(site?.slug).toBe(tenant.site.slug);
      expect(jane?.email).toBe(user.email);
      expect(content[siteUserSessions.file]).toMatchObject([{ site_user_uuid: user.uuid, used_at: null }]);
      expect(content[sessions.file]).toMatchObject([{ site_user_uuid: user.uuid, dialect: "fastgen", ended_at: null }]);
      expect(content[auditEvents.file]).toMatchObject([
        { type: "site.created", actor_kind: "api_token", site_user_uuid: null },
        { type: "site_user.signed_in", actor_kind: "site_user", site_user_uuid: user.uuid },
      ]);
      expect([sessions.restore, auditEvents.restore]).toEqual([undefined, undefined]);
      if (secrets) {
        const [algorithm] = String(jane?.password_hash).split("$").slice(1);
        expect(algorithm).toBe("argon2id");
      } else {
        expect(JSON.stringify(content)).not.toMatch(/argon2|pst_|password_hash|client_secret|endpoint_key/);
      }
      expect(JSON.stringify(content)).not.toContain("tkn_");
    }
  });

  test("holds one site's rows and no other's", async () => {
    const mine = await makeTenant();
    const others = [await addSite(mine), await makeTenant()];
    for (const other of others) await makeToken(other, await makeUser(other));
    expect(await contentOf(await bundleOf(mine, true))).toEqual({
      ...Object.fromEntries(BUNDLE_PARTS.map(({ file }) => [file, []])),
      [sitePart.file]: [expect.objectContaining({ id: Number(mine.site.id) })],
      [auditEvents.file]: [expect.objectContaining({ type: "site.created" })],
    });
  });

  test("is ended by whoever stops reading, and its connection is free", async () => {
    const tenant = await makeTenant();
    await addUsers(tenant, 2_500);
    for (let time = 0; time < 6; time += 1) {
      const source = inSnapshot(tenant.context.scope, (snapshot) =>
        writeBundle(snapshot, { site: tenant.site, secrets: false, recipient: null }),
      );
      for await (const chunk of source) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    }
    const { [siteUsers.file]: rows } = await contentOf(await bundleOf(tenant, false));
    expect(rows).toHaveLength(2_500);
  });
});

test("it waits between two batches until those who sign in are in", async () => {
  const tenant = await makeTenant();
  await addUsers(tenant, 600);
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  let letIn = () => {};
  const visitor = hashing(() => new Promise<void>((over) => (letIn = over)));
  const seen: (number | string)[] = [];
  const progress = (rows: number) => {
    seen.push(rows);
    vi.advanceTimersByTime(50);
    if (rows === 251) void signsIn();
  };
  const signsIn = async () => {
    for (let time = 0; time < 20; time += 1) await sql("SELECT 1");
    seen.push("in");
    letIn();
  };
  const source = inSnapshot(tenant.context.scope, (snapshot) =>
    writeBundle(snapshot, { site: tenant.site, secrets: false, recipient: null, progress }),
  );
  for await (const chunk of source) expect(chunk.length).toBeGreaterThan(0);
  await visitor;
  expect(seen).toEqual([1, 251, "in", 501, 601, 602]);
});

describe("restoring", () => {
  test("a site gets the settings, and its client when the secrets are there and the id is free", async () => {
    const from = await makeTenant();
    await updateSite(
      from.account,
      { id: from.site.id },
      {
        name: "Moved",
        homeUri: "https://acme.example",
        allowedOrigins: ["https://acme.example"],
        signUps: false,
        emailVerification: "required",
        callbackTokenMinutes: 7,
      },
    );
    const [before] = (await contentOf(await bundleOf(from, true)))[sitePart.file] as never[];
    const to = await makeTenant();
    const kept = ["id", "slug", "created_at", "updated_at"];
    const settings = async (tenant: Tenant) => {
      const [row] = (await contentOf(await bundleOf(tenant, true)))[sitePart.file] as Record<string, unknown>[];
      return Object.fromEntries(Object.entries(row ?? {}).filter(([key]) => !kept.includes(key)));
    };
    const expected = await settings(from);
    await sitePart.restore?.(to.context, [before as never]);
    const { client_id, client_secret, ...rest } = expected;
    expect(await settings(to)).toEqual({ ...rest, client_id: to.site.clientId, client_secret: to.site.clientSecret });
    await sql("DELETE FROM sites WHERE id = $1", [from.site.id]);
    await sitePart.restore?.(to.context, [before as never]);
    expect(await settings(to)).toEqual(expected);
  });

  test("settings that break a rule are refused, and nothing is changed", async () => {
    const tenant = await makeTenant();
    const [row] = (await contentOf(await bundleOf(tenant, true)))[sitePart.file] as Record<string, unknown>[];
    for (const bad of [{ success_uri: "javascript:alert(1)" }, { callback_token_minutes: 600 }, { allowed_origins: ["*"] }]) {
      await expect(sitePart.restore?.(tenant.context, [{ ...row, name: "Changed", ...bad } as never])).rejects.toMatchObject({
        code: "invalid",
      });
    }
    expect((await contentOf(await bundleOf(tenant, true)))[sitePart.file]).toEqual([row]);
  });

  test("a client that we could never have given out is left out", async () => {
    const tenant = await makeTenant();
    const [row] = (await contentOf(await bundleOf(tenant, true)))[sitePart.file] as Record<string, unknown>[];
    for (const client of [{ client_secret: "pst_guessable" }, { client_id: "pid_x" }]) {
      await sitePart.restore?.(tenant.context, [{ ...row, ...client } as never]);
    }
    const [after] = (await contentOf(await bundleOf(tenant, true)))[sitePart.file] as Record<string, unknown>[];
    expect({ ...after, updated_at: 0 }).toEqual({ ...row, updated_at: 0 });
  });

  test("sign-ins come back whole, as often as it is tried", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    for (let count = 0; count < 3; count += 1) await makeToken(tenant, user);
    const sessions = (await contentOf(await bundleOf(tenant, false)))[siteUserSessions.file] as never[];
    await sql("DELETE FROM callback_tokens WHERE site_id = $1", [tenant.site.id]);
    for (let time = 0; time < 2; time += 1) await siteUserSessions.restore?.(tenant.context, sessions);
    expect((await contentOf(await bundleOf(tenant, false)))[siteUserSessions.file]).toEqual(sessions);
    expect(sessions).toHaveLength(3);
  });

  test("a password hash that left is the one that signs in", async () => {
    const tenant = await makeTenant();
    await makeUser(tenant);
    const [jane] = (await contentOf(await bundleOf(tenant, true)))[siteUsers.file] as { password_hash: string }[];
    const owner = siteUserPassword(tenant.context.scope, newId());
    expect(await verifyPassword(PASSWORD, { sealed: seal(jane?.password_hash ?? "", owner), owner })).toMatchObject({ right: true });
  });
});
