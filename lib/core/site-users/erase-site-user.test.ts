import { expect, test } from "vitest";
import { enqueue } from "@/lib/jobs/enqueue";
import { purgeSiteUser } from "@/lib/jobs/purge-site-user";
import { queueMail } from "@/lib/jobs/queue-mail";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { addProvider } from "@/lib/testing/identity-provider";
import { makeFactor, makeStep } from "@/lib/testing/make-factor";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeSession, makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow, sql } from "@/lib/testing/sql";
import { visitorAt } from "@/lib/testing/visitor";
import { addedEndpoint, happen, WEBHOOK_URL } from "@/lib/testing/webhook-wire";
import { trustBrowser } from "../second-factor/trusted-browser";
import { hostedRule } from "../sign-in/methods/email-code/hosted-rule";
import { requestCode } from "../sign-in/methods/email-code/request-code";
import { requestReset } from "../sign-in/request-reset";
import { batchSiteUsers } from "./batch-site-users";
import { deleteSiteUser } from "./delete-site-user";

type User = Awaited<ReturnType<typeof makeUser>>;

/** Everything that a user can have and leave: each kind of credential, of session, of mail and of request, half done. */
async function furnish(tenant: Tenant, user: User): Promise<void> {
  const { context, account } = tenant;
  const { db } = context;
  const siteUserId = user.id;
  const expiresAt = new Date(Date.now() + 600_000);
  await makeToken(tenant, user);
  await makeSession(tenant, user);
  await makePasskey(tenant, user);
  await makeStep(tenant, user);
  await makeFactor(tenant, user);
  await trustBrowser(context, siteUserId, "Firefox");
  await db.linkedAccount.create({
    data: { id: newId(), siteUserId, issuer: "https://p.example", subject: unique("s"), email: user.email },
  });
  const providerId = await addProvider(tenant, "https://p.example");
  const hashes = { stateHash: sha256(unique("s")), browserHash: sha256("b"), checksSealed: sha256("c") };
  await db.authorizationRequest.create({ data: { id: newId(), providerId, purpose: "link", siteUserId, ...hashes, expiresAt } });
  const change = { oldEmailCanonical: user.email, email: `new-${user.email}`, emailCanonical: `new-${user.email}` };
  await db.emailChange.create({ data: { id: newId(), siteUserId, ...change, expiresAt } });
  await account.db.idempotencyKey.create({ data: { keyHash: sha256(unique("k")), requestHash: sha256("r"), siteUserId } });
  await addedEndpoint(tenant, { url: WEBHOOK_URL, event_types: ["site_user.updated"] });
  await happen(db, "site_user.updated", siteUserId);
  await requestReset(context, { email: user.email }, visitorAt());
  await requestCode(context, { email: user.email }, hostedRule(context), visitorAt());
  await runJobs();
  await enqueue(db, "mail-account-linked", { emailCanonical: user.email, providerName: "p" });
  await queueMail(db, { to: user.email, subject: user.email, text: "t", html: "h", links: [], code: null });
}

/** The tables with a row that says a user's id or address, as text or as the bytes of it. */
async function tracesOf({ id, uuid, email }: User): Promise<string[]> {
  const traces = [String(id), uuid, email, Buffer.from(email).toString("hex")];
  const tables = Object.entries(await everyRow());
  return tables.filter(([, rows]) => rows.some((row) => traces.some((trace) => row.includes(trace)))).map(([name]) => name);
}

test.each<[string, (tenant: Tenant, user: User) => Promise<unknown>]>([
  ["by the customer", ({ account }, { id }) => deleteSiteUser(account, id)],
  ["by the customer, in a batch", ({ account, context }, { id }) => batchSiteUsers(account, context, [{ action: "delete", id }])],
  [
    "by themselves, when they have waited long enough",
    async ({ context }, { id }) => {
      await sql("UPDATE site_users SET blocked_at = now(), deletion_due_at = now() WHERE id = $1", [id]);
      await purgeSiteUser(context, { siteUserId: String(id) });
    },
  ],
])(
  "a user who is deleted %s leaves neither id nor address in any table, whatever they had; but the id in the list of who was deleted",
  async (_, deleted) => {
    const tenant = await makeTenant();
    const [user, neighbour] = [await makeUser(tenant), await makeUser(tenant)];
    await furnish(tenant, user);
    await makeToken(tenant, neighbour);
    const before = await tracesOf(user);
    // The control: whatever table names a user has a row of this one. A new one is furnished above.
    const naming = await sql<{ name: string }>(
      `SELECT DISTINCT format('public.%I', table_name) AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('site_user_id', 'email_canonical')
       AND table_name NOT IN ('operators', 'operator_links', 'deletions') ORDER BY 1`,
    );
    expect(before).toEqual(expect.arrayContaining([...naming.map(({ name }) => name), "public.mails", "graphile_worker._private_jobs"]));
    const neighbours = await tracesOf(neighbour);
    await deleted(tenant, user);
    // Without it a restored backup would bring them back.
    expect(await tracesOf(user)).toEqual(["public.deletions"]);
    expect(await sql("SELECT account_id, site_id, site_user_id FROM deletions WHERE site_user_id = $1", [user.id])).toEqual([
      { account_id: String(tenant.context.scope.accountId), site_id: String(tenant.context.scope.siteId), site_user_id: String(user.id) },
    ]);
    expect(await tracesOf(neighbour)).toEqual(neighbours);
  },
);
