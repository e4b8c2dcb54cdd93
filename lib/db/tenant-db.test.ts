import { PrismaPg } from "@prisma/adapter-pg";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { furnish, type Row, type Rows, type Tenanted } from "@/lib/testing/furnish";
import { addSite, makeTenant, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { everyRow, ownerPool, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { connections } from "./client";
import { Prisma, PrismaClient } from "./generated/client";
import { TENANCY, tableOf } from "./tenancy";
import { ScopeViolation, tenantDb } from "./tenant-db";

/** Any client, with any arguments: what is tested is what the handle does when types are of no help. */
type Loose = { [model: string]: { [operation: string]: (args?: object) => Promise<unknown> } } & {
  $transaction<T>(work: (db: Loose) => Promise<T>): Promise<T>;
};
const loose = (db: unknown) => db as Loose;

type Model = Prisma.ModelName;
const delegate = (model: Model) => model.charAt(0).toLowerCase() + model.slice(1);
const MODELS = Object.values(Prisma.ModelName);
const TENANTED = MODELS.filter((model): model is Tenanted => typeof TENANCY[model] === "object");
const OF_A_SITE = [
  "SiteUser",
  "CallbackToken",
  "MailToken",
  "SigningKey",
  "Session",
  "EmailCode",
  "Passkey",
  "TotpSecret",
  "RecoveryCode",
  "SecondFactorStep",
  "TrustedBrowser",
  "SiteLogo",
  "MailText",
  "LinkedAccount",
  "AuthorizationRequest",
  "IdentityProvider",
  "EmailChange",
  "Mail",
  "Attempt",
  "StoredFile",
  "StoredFileChunk",
  "Import",
  "ImportNote",
  "ImportKey",
  "Export",
  "WebhookEndpoint",
  "WebhookDelivery",
] as const satisfies Tenanted[];

/** Every operation that names one row, and whether its result says that the row was reached. */
const OPERATIONS: Record<string, { args: (row: Row) => object; reached: (result: unknown) => boolean }> = {
  findFirst: { args: ({ where }) => ({ where }), reached: (row) => row !== null },
  findFirstOrThrow: { args: ({ where }) => ({ where }), reached: () => true },
  findMany: {
    args: ({ where }) => ({ where: { OR: [where, { NOT: where }], AND: where } }),
    reached: (rows) => (rows as unknown[]).length > 0,
  },
  count: { args: ({ where }) => ({ where }), reached: (count) => (count as number) > 0 },
  aggregate: { args: ({ where }) => ({ where, _count: true }), reached: (found) => (found as { _count: number })._count > 0 },
  groupBy: { args: ({ where }) => ({ where, by: Object.keys(where) }), reached: (groups) => (groups as unknown[]).length > 0 },
  update: { args: ({ where, change }) => ({ where, data: change }), reached: () => true },
  updateMany: { args: ({ where, change }) => ({ where, data: change }), reached: (found) => (found as { count: number }).count > 0 },
  updateManyAndReturn: { args: ({ where, change }) => ({ where, data: change }), reached: (rows) => (rows as unknown[]).length > 0 },
  delete: { args: ({ where }) => ({ where }), reached: () => true },
  deleteMany: { args: ({ where }) => ({ where }), reached: (found) => (found as { count: number }).count > 0 },
};

/** These have no key of their own: what wants a unique key cannot name them without naming their tenant. */
const NAMELESS: readonly Model[] = [
  "OperatorRecoveryCode",
  "SiteUser",
  "Attempt",
  "IdempotencyKey",
  "StoredFileChunk",
  "ImportNote",
  "ImportKey",
  "Session",
  "Passkey",
  "TotpSecret",
  "RecoveryCode",
  "SiteLogo",
  "MailText",
  "LinkedAccount",
  "WebhookDelivery",
];
const NEEDS_UNIQUE = ["update", "delete"];
const possible = (model: Model) =>
  Object.keys(OPERATIONS).filter((operation) => !(NAMELESS.includes(model) && NEEDS_UNIQUE.includes(operation)));

/** What is in a site is written by the site's handle only, and some of it is read by it only. An account is not deleted from inside itself. */
const CHANGES = ["update", "updateMany", "updateManyAndReturn", "delete", "deleteMany"];
const isRefused = (model: Model, operation: string) =>
  (model === "Account" && operation.startsWith("delete")) ||
  ((OF_A_SITE as readonly Model[]).includes(model) && (CHANGES.includes(operation) || "siteOnly" in (TENANCY[model] as object)));

/** Tries every operation on given rows, each in a transaction that is rolled back, and says which ones reached their row. */
async function reachedBy(db: Loose, rows: Rows, models: readonly Tenanted[]): Promise<string[]> {
  const findings: string[] = [];
  for (const model of models) {
    for (const operation of possible(model)) {
      const { args, reached } = OPERATIONS[operation] as (typeof OPERATIONS)[string];
      const row = rows[model];
      const undo = new Error("undo");
      await db
        .$transaction(async (transaction) => {
          const result = await transaction[delegate(model)]?.[operation]?.(args(row));
          if (reached(result)) findings.push(`${model}.${operation}`);
          throw undo;
        })
        .catch((error: { code?: string }) => {
          // "No record was found" is what not reaching a row looks like where one is demanded.
          if (error !== undo && error.code !== "P2025" && !(error instanceof ScopeViolation && isRefused(model, operation))) throw error;
        });
    }
  }
  return findings;
}

const everything = (models: readonly Tenanted[]) => models.flatMap((model) => possible(model).map((operation) => `${model}.${operation}`));

/** What an account's handle does: everything but changes inside its sites, and the end of itself. */
const byAccount = (models: readonly Tenanted[]) =>
  models.flatMap((model) =>
    possible(model)
      .filter((operation) => !isRefused(model, operation))
      .map((operation) => `${model}.${operation}`),
  );

/** Parents for new pieces and notes of `mine`. */
let storedFile: bigint;
let importOf: bigint;
let pieces = 1;
const withoutTotp: bigint[] = [];
/** A provider for new requests of `mine`. */
let providerOf: bigint;
/** An endpoint for new deliveries of `mine`. */
let hookOf: bigint;

let mine: Tenant;
let sibling: Tenant;
let rows: Record<"mine" | "sibling" | "theirs", Rows>;
let account: Loose;
let site: Loose;

beforeAll(async () => {
  mine = await makeTenant();
  sibling = await addSite(mine);
  rows = { mine: await furnish(mine), sibling: await furnish(sibling), theirs: await furnish(await makeTenant()) };
  storedFile = (rows.mine.StoredFile.where as { id: bigint }).id;
  for (let count = 0; count < 8; count += 1) withoutTotp.push((await makeUser(mine)).id);
  importOf = (rows.mine.Import.where as { id: bigint }).id;
  providerOf = (rows.mine.IdentityProvider.where as { id: bigint }).id;
  hookOf = (rows.mine.WebhookEndpoint.where as { id: bigint }).id;
  account = loose(mine.account.db);
  site = loose(mine.context.db);
});

describe("every model and every operation", () => {
  const ofASite: Tenanted[] = ["Site", ...OF_A_SITE];

  test("an account's handle reaches its own rows, and no row of another account", async () => {
    expect(await reachedBy(account, rows.mine, TENANTED)).toEqual(byAccount(TENANTED));
    expect(await reachedBy(account, rows.sibling, ofASite)).toEqual(byAccount(ofASite));
    expect(await reachedBy(account, rows.theirs, TENANTED)).toEqual([]);
  });

  test("a site's handle reaches its own rows, and none of a sibling or of another account", async () => {
    expect(await reachedBy(site, rows.mine, ofASite)).toEqual(everything(ofASite));
    expect(await reachedBy(site, rows.sibling, ofASite)).toEqual([]);
    expect(await reachedBy(site, rows.theirs, ofASite)).toEqual([]);
  });

  test("a handle for one site of an account reaches that site, and none of a sibling, of the account or of another account", async () => {
    const one = loose(tenantDb({ ...mine.account.scope, onlySite: mine.site.id }));
    expect(await reachedBy(one, rows.mine, ofASite)).toEqual(byAccount(ofASite));
    expect(await reachedBy(one, rows.sibling, ofASite)).toEqual([]);
    expect(await reachedBy(one, rows.theirs, ofASite)).toEqual([]);
    for (const model of TENANTED.filter((name) => !ofASite.includes(name))) {
      for (const operation of possible(model)) {
        const { args } = OPERATIONS[operation] as (typeof OPERATIONS)[string];
        await expect(one[delegate(model)]?.[operation]?.(args(rows.mine[model]))).rejects.toBeInstanceOf(ScopeViolation);
      }
    }
  });

  test("an account's handle reaches nothing of a site that is deleted", async () => {
    const gone = await makeTenant();
    const left = await furnish(gone);
    const db = loose(gone.account.db);
    expect(await reachedBy(db, left, ofASite)).toEqual(byAccount(ofASite));
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [gone.site.id]);
    expect(await reachedBy(db, left, ofASite)).toEqual([]);
  });

  test("this search finds a handle that has no scope: with the bare client every single operation is reported", async () => {
    const bare = new PrismaClient({ adapter: new PrismaPg(ownerPool()) });
    expect(await reachedBy(loose(bare), rows.theirs, TENANTED)).toEqual(everything(TENANTED));
    await bare.$disconnect();
  });

  test("outside a transaction, too: nothing of anybody else's changes", async () => {
    await changingNothing(async () => {
      for (const [db, strangers, models] of [
        [account, [rows.theirs], TENANTED],
        [site, [rows.theirs, rows.sibling], ofASite],
      ] as const) {
        for (const those of strangers) {
          for (const model of models) {
            for (const operation of possible(model)) {
              const { args, reached } = OPERATIONS[operation] as (typeof OPERATIONS)[string];
              const call = db[delegate(model)]?.[operation]?.(args(those[model]));
              if (db === account && isRefused(model, operation)) {
                await expect(call).rejects.toBeInstanceOf(ScopeViolation);
                continue;
              }
              const result = await call?.catch((error: { code?: string }) => {
                if (error.code !== "P2025") throw error;
              });
              if (!operation.endsWith("OrThrow") && operation !== "update" && operation !== "delete") {
                expect([model, operation, reached(result)]).toEqual([model, operation, false]);
              } else {
                expect([model, operation, result]).toEqual([model, operation, undefined]);
              }
            }
          }
        }
      }
    });
  });

  test("without a filter a list, a count and a change of all are those of the scope", async () => {
    for (const model of TENANTED) {
      const [{ n } = { n: -1 }] = await sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${tableOf(model)} WHERE ${model === "Account" ? "id" : "account_id"} = $1`,
        [mine.account.scope.accountId],
      );
      expect(n).toBeGreaterThan(0);
      if (isRefused(model, "count")) continue;
      expect([model, await account[delegate(model)]?.count?.()]).toEqual([model, n]);
      expect([model, await account[delegate(model)]?.findMany?.()]).toEqual([model, expect.objectContaining({ length: n })]);
    }
    for (const model of ofASite) {
      const [{ n } = { n: -1 }] = await sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${tableOf(model)} WHERE ${model === "Site" ? "id" : "site_id"} = $1`,
        [mine.site.id],
      );
      expect([model, await site[delegate(model)]?.count?.()]).toEqual([model, n]);
    }
  });

  test("deleting everything deletes what is one's own", async () => {
    const [one, other] = [await makeTenant(), await makeTenant()];
    const second = await addSite(one);
    // One after another: two sites of an account furnish the same operator.
    for (const tenant of [one, second, other]) await furnish(tenant);
    const before = await everyRow();
    for (const model of OF_A_SITE) await loose(one.context.db)[delegate(model)]?.deleteMany?.();
    const after = await everyRow();
    for (const [table, kept] of Object.entries(after)) {
      const lost = before[table]?.filter((row) => !kept.includes(row)) ?? [];
      expect([table, lost.filter((row) => !row.includes(String(one.site.id)))]).toEqual([table, []]);
      expect(kept.filter((row) => row.includes(String(one.site.id)) && !OUTLIVING.has(table))).toEqual([]);
    }
  });
});

/** What names a site by its id for longer than what is in it lives. */
const OUTLIVING = new Set(["public.sites", "public.audit_events", "public.deletions"]);

/** A new row of each model of a site. */
const ROW: Record<(typeof OF_A_SITE)[number], (siteUserId: bigint) => object> = {
  SiteUser: () => ({ id: newId(), email: "a@example.com", emailCanonical: unique("a") }),
  CallbackToken: (siteUserId) => ({ id: newId(), siteUserId, tokenHash: sha256(unique("t")), last4: "abcd", expiresAt: new Date() }),
  MailToken: (siteUserId) => ({
    id: newId(),
    siteUserId,
    purpose: "verify_email",
    emailCanonical: "a",
    tokenHash: sha256(unique("t")),
    codeMac: sha256("c"),
    expiresAt: new Date(),
  }),
  SigningKey: () => ({ generation: 1_000 + pieces++, kid: unique("s"), publicJwk: {}, privateSealed: sha256("x") }),
  Session: (siteUserId) => ({ id: newId(), siteUserId, dialect: "fastgen", ip: "a", expiresAt: new Date() }),
  IdentityProvider: () => ({ id: newId(), kind: "oidc", name: "p", issuer: "https://p.example", clientId: "c", scopes: [], position: 0 }),
  LinkedAccount: (siteUserId) => ({ id: newId(), siteUserId, issuer: "https://p.example", subject: unique("s") }),
  AuthorizationRequest: () => ({
    id: newId(),
    providerId: providerOf,
    purpose: "sign_in",
    stateHash: sha256(unique("s")),
    browserHash: sha256("b"),
    checksSealed: sha256("c"),
    expiresAt: new Date(),
  }),
  EmailCode: () => ({
    id: newId(),
    deviceHash: sha256(unique("d")),
    email: "a",
    emailCanonical: "a",
    digits: 6,
    maxGuesses: 3,
    expiresAt: new Date(),
  }),
  // A user has one.
  TotpSecret: () => ({ siteUserId: withoutTotp.pop(), secretSealed: sha256("x"), lastCounter: 0n }),
  RecoveryCode: (siteUserId) => ({ siteUserId, codeMac: sha256(unique("c")) }),
  SecondFactorStep: (siteUserId) => ({
    id: newId(),
    siteUserId,
    purpose: "sign_in",
    tokenHash: sha256(unique("t")),
    expiresAt: new Date(),
  }),
  TrustedBrowser: (siteUserId) => ({ id: newId(), siteUserId, tokenHash: sha256(unique("t")), expiresAt: new Date() }),
  SiteLogo: () => ({ hash: unique("logo"), type: "image/png", width: 2, height: 2, bytes: sha256("x") }),
  MailText: () => ({ kind: unique("kind"), language: "en", texts: {} }),
  EmailChange: (siteUserId) => ({
    id: newId(),
    siteUserId,
    oldEmailCanonical: "a",
    email: "b",
    emailCanonical: "b",
    expiresAt: new Date(),
  }),
  Mail: () => ({ id: newId(), deliveryKey: unique("m"), recipient: "a", subject: "s", text: "t", html: "h", links: [] }),
  Attempt: () => ({ key: sha256(unique("k")), count: 1, windowEndsAt: new Date() }),
  StoredFile: () => ({ id: newId() }),
  StoredFileChunk: () => ({ fileId: storedFile, n: pieces++, sealed: sha256("x") }),
  WebhookEndpoint: () => ({ id: newId(), url: "https://hook.example", eventTypes: ["*"], secretSealed: sha256("x") }),
  WebhookDelivery: () => ({ id: newId(), endpointId: hookOf, eventId: newId(), eventType: "site_user.created", body: "{}" }),
  Import: () => ({ id: newId(), dryRun: true, optionsSealed: sha256("x"), bytes: 1n }),
  ImportNote: () => ({ importId: importOf, row: pieces++, refused: true, messages: ["m"] }),
  ImportKey: () => ({ importId: importOf, key: sha256(unique("k")), row: 1 }),
  Passkey: (siteUserId) => ({
    id: newId(),
    siteUserId,
    credentialId: sha256(unique("c")),
    publicKey: sha256("k"),
    rpId: "acme.example",
    userHandle: sha256("h"),
    counter: 0n,
    aaguid: "d548826e-79b4-db40-a3d8-11116f7e8349",
    backupEligible: true,
    backedUp: true,
    name: "Phone",
  }),
  Export: () => ({ id: newId(), includeSecrets: false }),
};

describe("new rows", () => {
  const userOf = (those: Rows) => (those.SiteUser.where as { id: bigint }).id;

  test.each(OF_A_SITE)("a site's %s belongs to that site, however it is created", async (model) => {
    const make = () => ROW[model](userOf(rows.mine));
    const own = { accountId: mine.account.scope.accountId, siteId: mine.site.id };
    const db = site[delegate(model)];
    expect(await db?.create?.({ data: make() })).toMatchObject(own);
    expect(await db?.createManyAndReturn?.({ data: [make(), make()] })).toEqual([
      expect.objectContaining(own),
      expect.objectContaining(own),
    ]);
    expect(await db?.createMany?.({ data: make() })).toEqual({ count: 1 });
    expect(await site.$transaction(async (inside) => inside[delegate(model)]?.create?.({ data: make() }))).toMatchObject(own);
  });

  test("an account's new site belongs to that account", async () => {
    const slug = unique("new");
    await account.slug?.createMany?.({ data: { slug } });
    const data = {
      id: newId(),
      name: "New",
      slug,
      clientId: unique("pid"),
      clientSecretSealed: sha256("x"),
      clientSecretHash: sha256("x"),
    };
    expect(await account.site?.create?.({ data })).toMatchObject({ accountId: mine.account.scope.accountId, slug });
  });

  test.each(["CallbackToken", "MailToken", "Passkey", "RecoveryCode", "SecondFactorStep", "TrustedBrowser"] as const)(
    "a %s does not hang under somebody else's user: the foreign key says no",
    async (model) => {
      for (const those of [rows.theirs, rows.sibling]) {
        await changingNothing(async () => {
          await expect(site[delegate(model)]?.create?.({ data: ROW[model](userOf(those)) })).rejects.toMatchObject({ code: "P2003" });
        });
      }
    },
  );

  test("without a handle there is no account: the column default fails closed", async () => {
    const create = loose(connections().prisma).operator?.create?.({
      data: { id: newId(), email: "x", emailCanonical: unique("x"), name: "x", passwordSealed: sha256("x") },
    });
    // On a connection that was in a scope before, the setting is there and empty.
    await expect(create).rejects.toThrow(/app\.account_id|invalid input syntax for type bigint: ""/);
  });
});

describe("what is refused", () => {
  const id = 1n;
  const where = { id };
  const refused = (work: () => Promise<unknown>) => expect(work()).rejects.toBeInstanceOf(ScopeViolation);
  let before: Awaited<ReturnType<typeof everyRow>>;
  beforeAll(async () => {
    before = await everyRow();
  });
  afterAll(async () => expect(await everyRow()).toEqual(before));

  /** A call on the account's and on the site's handle, plain and inside a transaction. */
  const everywhere = async (work: (db: Loose) => Promise<unknown>, handles = ["account", "site"]) => {
    for (const name of handles) {
      const db = name === "account" ? account : site;
      await refused(async () => work(db));
      await refused(() => db.$transaction((inside) => work(inside)));
    }
  };
  const calls = (db: Loose) => db as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;

  test.each<[string, (db: Loose) => Promise<unknown> | undefined]>([
    ["$queryRaw", (db) => calls(db).$queryRaw?.(Prisma.sql`SELECT * FROM sites`)],
    ["$executeRaw", (db) => calls(db).$executeRaw?.(Prisma.sql`DELETE FROM sites`)],
    ["$queryRawUnsafe", (db) => calls(db).$queryRawUnsafe?.("SELECT * FROM sites")],
    ["$executeRawUnsafe", (db) => calls(db).$executeRawUnsafe?.("DELETE FROM sites")],
    [
      "$executeRaw with a job and more",
      (db) => calls(db).$executeRaw?.(Prisma.sql`SELECT graphile_worker.add_job(${"x"}::text); DELETE FROM sites`),
    ],
  ])("raw SQL: %s", async (_, work) => {
    await everywhere(async (db) => work(db));
  });

  test.each(["findMany", "findFirst", "count", "create", "update", "delete", "deleteMany"])(
    "a model of the system: ownerLink.%s",
    async (operation) => {
      await everywhere(async (db) => db.ownerLink?.[operation]?.({ where, data: { id, tokenHash: sha256("x"), expiresAt: new Date() } }));
    },
  );

  test.each([
    "findMany",
    "findUnique",
    "findFirst",
    "count",
    "aggregate",
    "groupBy",
    "update",
    "updateMany",
    "delete",
    "deleteMany",
    "upsert",
  ])("the ledger of slugs is only added to: slug.%s", async (operation) => {
    const data = { slug: unique("x") };
    const args = { where: { slug: mine.site.slug }, ...(operation === "groupBy" ? { by: ["slug"] } : {}) };
    await everywhere(async (db) =>
      db.slug?.[operation]?.({
        ...args,
        ...(/^update/.test(operation) ? { data } : {}),
        ...(operation === "upsert" ? { create: data, update: data } : {}),
      }),
    );
  });

  test.each(TENANTED)("%s.upsert: it would write past the filter", async (model) => {
    await everywhere(async (db) => db[delegate(model)]?.upsert?.({ where: rows.mine[model].where, create: {}, update: {} }));
  });

  test.each(["Account", "Operator", "ApiToken"] as const)("%s from a site's handle, by any operation", async (model) => {
    for (const operation of possible(model)) {
      await refused(async () => site[delegate(model)]?.[operation]?.(OPERATIONS[operation]?.args(rows.mine[model])));
    }
    await refused(async () => site[delegate(model)]?.create?.({ data: { id: newId(), name: "x" } }));
  });

  test("a mail may belong to the account alone, and then no site sees it", async () => {
    const { account: accountDb, site: own } = { account: mine.account.db, site: mine.context.db };
    const data = { deliveryKey: unique("mail"), recipient: "ada@example.com", subject: "s", text: "t", html: "h", links: [] };
    const mail = await accountDb.mail.create({ data: { ...data, id: newId() }, select: { id: true, siteId: true } });
    expect(mail.siteId).toBeNull();
    expect(await own.mail.count({ where: { id: mail.id } })).toBe(0);
    expect(await accountDb.mail.count({ where: { id: mail.id } })).toBe(1);
    await sql("DELETE FROM mails WHERE id = $1", [mail.id]);
  });

  test.each(OF_A_SITE.filter((model) => model !== "Mail"))(
    "an account's handle does not create a %s: that is for the site's own",
    async (model) => {
      for (const operation of ["create", "createMany", "createManyAndReturn"]) {
        await refused(async () => account[delegate(model)]?.[operation]?.({ data: { id: newId() } }));
      }
    },
  );

  test("nobody creates an account, and a site creates no site", async () => {
    await everywhere(async (db) => db.account?.create?.({ data: { id: newId(), name: "x" } }));
    await everywhere(async (db) => db.site?.create?.({ data: { id: newId(), name: "x", slug: "x" } }), ["site"]);
  });

  test.each(["findMany", "findFirst", "findUnique", "count", "update", "updateMany", "delete"])(
    "cursor and include: siteUser.%s",
    async (operation) => {
      const data = /^update/.test(operation) ? { data: { name: "x" } } : {};
      await everywhere(async (db) => db.siteUser?.[operation]?.({ where, ...data, include: { site: true } }));
      await everywhere(async (db) => db.siteUser?.[operation]?.({ where, ...data, cursor: { id } }));
    },
  );

  test.each<[string, object]>([
    ["account", { site: { select: { account: true } } }],
    ["a site's users", { site: { select: { siteUsers: true } } }],
    ["a site's mails", { site: { select: { id: true, mails: { select: { html: true } } } } }],
    ["a site's include", { site: { include: { account: true } } }],
    ["a site's reservation", { site: { select: { reservation: { select: { sites: true } } } } }],
    ["tokens of a user", { callbackTokens: true }],
    ["mail secrets of a user", { id: true, mailTokens: { select: { codeMac: true } } }],
    ["counts", { _count: { select: { callbackTokens: true } } }],
    ["counts of a site", { site: { select: { _count: true } } }],
  ])("selecting along other relations than site and user: %s", async (_, select) => {
    await everywhere(async (db) => db.siteUser?.findMany?.({ select }));
    await everywhere(async (db) => db.siteUser?.update?.({ where, data: { name: "x" }, select }));
  });

  test("walking along a relation from a row", async () => {
    type Walk = Record<"callbackTokens" | "mailTokens", () => Promise<unknown>>;
    const walk = (db: Loose) => db.siteUser?.findUnique?.(rows.mine.SiteUser) as unknown as Walk;
    await everywhere((db) => walk(db).callbackTokens());
    await everywhere((db) => walk(db).mailTokens());
  });

  test.each<[string, object]>([
    ["account", { account: { connect: where } }],
    ["site", { site: { connect: where } }],
    ["a new site", { site: { create: { name: "x" } } }],
    ["tokens", { callbackTokens: { create: { id } } }],
    ["all tokens", { callbackTokens: { deleteMany: {} } }],
    ["moved tokens", { mailTokens: { set: [] } }],
    ["the account's column", { accountId: id }],
    ["the site's column", { siteId: id }],
    ["no such column", { nothing: 1 }],
  ])("writing along relations or into tenant columns: %s", async (_, more) => {
    await everywhere(async (db) => db.siteUser?.update?.({ where, data: { name: "x", ...more } }));
    await everywhere(async (db) => db.siteUser?.updateMany?.({ where, data: { name: "x", ...more } }));
    await everywhere(async (db) => db.siteUser?.updateManyAndReturn?.({ where, data: more }));
    await everywhere(async (db) => db.siteUser?.create?.({ data: { id: newId(), email: "x", emailCanonical: "x", ...more } }), ["site"]);
    await everywhere(
      async (db) => db.siteUser?.createMany?.({ data: [{ id: newId(), email: "x", emailCanonical: "x" }, { ...more }] }),
      ["site"],
    );
  });

  /** Filters that name what the scope decides, from plain to well hidden. */
  const NAMED: [string, object][] = [
    ["accountId", { accountId: id }],
    ["accountId: in", { accountId: { in: [id] } }],
    ["accountId: undefined", { accountId: undefined }],
    ["OR", { OR: [{ id }, { accountId: id }] }],
    ["AND", { AND: { accountId: id } }],
    ["AND, a list", { AND: [{ id }, { accountId: id }] }],
    ["NOT", { NOT: { accountId: id } }],
    ["NOT, a list", { NOT: [{ accountId: id }] }],
    ["deep", { OR: [{ AND: [{ NOT: { OR: [{ accountId: id }] } }] }] }],
    ["a compound key", { accountId_siteId_id: { accountId: id, siteId: id, id } }],
    ["a relation", { account: { id } }],
    ["a relation's account", { site: { account: { name: "x" } } }],
    ["a relation's column", { site: { accountId: id } }],
    ["a relation's column, is", { site: { is: { accountId: id } } }],
    ["a list's column", { callbackTokens: { some: { accountId: id } } }],
    ["a list's site", { callbackTokens: { none: { site: { account: { is: {} } } } } }],
  ];
  test.each(NAMED)("a filter that names the account: %s", async (_, filter) => {
    for (const operation of ["findMany", "findFirst", "findUnique", "count", "deleteMany", "delete"]) {
      await everywhere(async (db) => db.siteUser?.[operation]?.({ where: { id, ...filter } }));
    }
    await everywhere(async (db) => db.siteUser?.updateMany?.({ where: filter, data: { name: "x" } }));
  });

  test.each<[string, object]>([
    ["siteId", { siteId: id }],
    ["OR", { OR: [{ siteId: id }] }],
    ["NOT", { NOT: { siteId: { not: id } } }],
    ["a compound key", { siteId_emailCanonical: { siteId: id, emailCanonical: "x" } }],
    ["a relation's column", { callbackTokens: { some: { siteId: id } } }],
    ["deep", { AND: [{ OR: [{ callbackTokens: { every: { NOT: { siteId: id } } } }] }] }],
  ])("a filter that names the site, from a site's handle: %s", async (_, filter) => {
    for (const operation of ["findMany", "findFirst", "count", "deleteMany"]) {
      await everywhere(async (db) => db.siteUser?.[operation]?.({ where: filter }), ["site"]);
    }
  });

  test("an account's handle may name a site, and still stays inside the account", async () => {
    const theirs = rows.theirs.Site.where as { id: bigint };
    expect(await account.siteUser?.count?.({ where: { siteId: theirs.id } })).toBe(0);
    expect(await account.siteUser?.count?.({ where: { siteId: sibling.site.id } })).toBe(1);
    expect(await account.siteUser?.findFirst?.({ where: { siteId: theirs.id } })).toBeNull();
  });
});

describe("a filter whose value is missing", () => {
  test("is a mistake and not everything", async () => {
    await expect(account.siteUser?.count?.({ where: { id: undefined } })).rejects.toThrow();
  });
});

describe("any filter", () => {
  const ids = () => [rows.mine, rows.sibling, rows.theirs].map((those) => those.SiteUser.where as { id: bigint });

  test("made of ids, AND, OR and NOT finds no row of anybody else's", async () => {
    const [own, next, theirs] = ids();
    const leaf = fc.constantFrom<object>(
      own ?? {},
      next ?? {},
      theirs ?? {},
      {},
      { id: { in: ids().map(({ id }) => id) } },
      { id: { gt: 0n } },
      { NOT: {} },
    );
    const { filter } = fc.letrec<{ filter: object }>((tie) => ({
      filter: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.record({ AND: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ OR: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ NOT: tie("filter") }),
        fc.record({
          OR: fc.array(tie("filter"), { minLength: 1, maxLength: 2 }),
          AND: tie("filter"),
          NOT: fc.array(tie("filter"), { maxLength: 2 }),
        }),
        fc.array(leaf, { minLength: 1, maxLength: 3 }).map((inner) => ({ site: { OR: inner } })),
        leaf.map((inner) => ({ callbackTokens: { none: inner } })),
      ),
    }));
    const inSite = new Set((await sql<{ id: string }>("SELECT id FROM site_users WHERE site_id = $1", [mine.site.id])).map(({ id }) => id));
    const inAccount = new Set(
      (await sql<{ id: string }>("SELECT id FROM site_users WHERE account_id = $1", [mine.account.scope.accountId])).map(({ id }) => id),
    );
    await fc.assert(
      fc.asyncProperty(filter, async (where) => {
        for (const [db, own_] of [
          [site, inSite],
          [account, inAccount],
        ] as const) {
          const found = (await db.siteUser?.findMany?.({ where, select: { id: true } })) as { id: bigint }[];
          expect(found.filter(({ id }) => !own_.has(String(id)))).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("a job", () => {
  const payload = async (name: string) => {
    const [job] = await sql<{ payload: object }>(
      "SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = $1",
      [name],
    );
    return job?.payload;
  };

  test("carries the scope of the handle that asked for it, whatever its payload says", async () => {
    const strange = { account_id: "1", site_id: "2" };
    const by = expect.objectContaining({ kind: expect.any(String) });
    const own = { account_id: String(mine.account.scope.accountId), site_id: String(mine.site.id), by };
    await mine.context.db.$addJob("of-a-site", { a: 1, scope: strange });
    await mine.account.db.$addJob("of-an-account", { scope: strange });
    expect(await payload("of-a-site")).toEqual({ a: 1, scope: own });
    expect(await payload("of-an-account")).toEqual({ scope: { ...own, site_id: null } });
  });

  test("is not written by hand with somebody else's scope", async () => {
    const forged = JSON.stringify({ scope: { account_id: "1", site_id: "2" } });
    const add = Prisma.sql`SELECT graphile_worker.add_job(${"forged"}::text, payload => ${forged}::json, job_key => ${null}::text, max_attempts => ${null}::int)`;
    await expect(mine.context.db.$executeRaw(add)).rejects.toBeInstanceOf(ScopeViolation);
  });

  test("exists exactly when the writes beside it do", async () => {
    const work = () =>
      mine.context.db.$transaction(async (db) => {
        await db.siteUser.updateMany({ data: { name: "Half" } });
        await db.$addJob("undone", {});
        throw new Error("undo");
      });
    await changingNothing(() => expect(work()).rejects.toThrow("undo"));
    expect(await payload("undone")).toBeUndefined();
  });
});

describe("a lock", () => {
  const free = async (id: bigint) => (await sql("SELECT id FROM site_users WHERE id = $1 FOR UPDATE SKIP LOCKED", [id])).length === 1;

  test("is held until the transaction ends, on users of the scope and on nobody else's", async () => {
    const ids = [rows.mine, rows.sibling, rows.theirs].map((those) => (those.SiteUser.where as { id: bigint }).id);
    const locked = async (db: typeof site) =>
      (db as unknown as typeof mine.context.db).$transaction(async (inside) => {
        for (const id of ids) await inside.$lockSiteUser(id);
        return Promise.all(ids.map(free));
      });
    expect(await locked(site)).toEqual([false, true, true]);
    expect(await locked(account)).toEqual([false, false, true]);
    expect(await Promise.all(ids.map(free))).toEqual([true, true, true]);
  });

  test("on a site is held until the transaction ends, on the one of the scope and on no other", async () => {
    const sites = [mine, sibling, await makeTenant()].map(({ site }) => site.id);
    const free = async (id: bigint) => (await sql("SELECT id FROM sites WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED", [id])).length === 1;
    const locked = await mine.context.db.$transaction(async (inside) => {
      await inside.$lockSite();
      return Promise.all(sites.map(free));
    });
    expect(locked).toEqual([false, true, true]);
    expect(await Promise.all(sites.map(free))).toEqual([true, true, true]);
  });

  test("is not written by hand for somebody else", async () => {
    const lock = Prisma.sql`SELECT 1 FROM site_users WHERE account_id = ${1n} AND site_id = coalesce(${null}::bigint, site_id) AND id = ${1n} FOR UPDATE`;
    await expect(mine.context.db.$executeRaw(lock)).rejects.toBeInstanceOf(ScopeViolation);
    const account = Prisma.sql`SELECT 1 FROM accounts WHERE id = ${1n} FOR KEY SHARE`;
    await expect(mine.context.db.$executeRaw(account)).rejects.toBeInstanceOf(ScopeViolation);
    const other = Prisma.sql`SELECT 1 FROM sites WHERE account_id = ${1n} AND id = ${1n} FOR NO KEY UPDATE`;
    await expect(mine.context.db.$executeRaw(other)).rejects.toBeInstanceOf(ScopeViolation);
  });
});

describe("jobs about an address", () => {
  const about = async (email: string) =>
    (
      await sql<{ site: string }>(
        "SELECT payload->'scope'->>'site_id' AS site FROM graphile_worker._private_jobs WHERE payload->>'emailCanonical' = $1",
        [email],
      )
    )
      .map(({ site }) => site)
      .toSorted();

  test("are dropped where they belong to this site, and stay where they do not", async () => {
    const email = `${unique("jane")}@example.com`;
    for (const { context } of [mine, sibling]) await context.db.$addJob("mail-reset", { emailCanonical: email });
    await mine.context.db.$dropJobsAbout("somebody.else@example.com");
    expect((await about(email)).length).toBe(2);
    await mine.context.db.$dropJobsAbout(email);
    expect(await about(email)).toEqual([String(sibling.site.id)]);
    await sql("UPDATE graphile_worker._private_jobs SET locked_at = now() WHERE payload->>'emailCanonical' = $1", [email]);
    await sibling.context.db.$dropJobsAbout(email);
    expect(await about(email)).toEqual([String(sibling.site.id)]);
  });
});
