import { describe, expect, test } from "vitest";
import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { issueCode } from "@/lib/core/sign-in/methods/email-code/issue-code";
import { isLiveSecret, type MailedSecret } from "@/lib/db/live-secret";
import { enqueue } from "@/lib/jobs/enqueue";
import { unseal } from "@/lib/kernel/secrets";
import { call } from "@/lib/testing/call-route";
import { seen, send } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf, sql } from "@/lib/testing/sql";
import { keepMail } from "./keep-mail";
import { mailContext, queueMail } from "./queue-mail";
import { tasks } from "./worker";

type Queued = { id: string; task: string; payload: { scope: { account_id: string; site_id: string }; mailId?: string; sealed?: string } };
const queued = () =>
  sql<Queued>(
    "SELECT j.id::text, t.identifier AS task, j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.id",
  );

/** The ways to make us mail an address, the page's answer to all of which must stay the same. */
const WAYS: Record<string, (tenant: Tenant, email: string) => Promise<{ status: number; html: string }>> = {
  "asking for a reset": ({ site }, email) => send(`/${site.slug}/reset-password`, { email }),
  "asking for the proof": ({ site }, email) => send(`/${site.slug}/verify-email`, { email }),
  "signing up again": ({ site }, email) => send(`/${site.slug}/signup`, { email, password: PASSWORD }),
};

describe("mails an hour", () => {
  test.each(Object.keys(WAYS))("%s twelve times mails five times, and the page says the same each time", async (way) => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    const answers = new Set<string>();
    for (let request = 0; request < 12; request++) {
      const typed = request % 2 ? email : email.toUpperCase();
      const { status, html } = (await WAYS[way]?.(tenant, typed)) ?? { status: 0, html: "" };
      answers.add(`${status} ${html.replaceAll(new RegExp(email, "gi"), "somebody@example.com")}`);
      if (request === 5) await runJobs();
    }
    expect(answers.size).toBe(1);
    expect(await mailsTo(tenant, email)).toHaveLength(5);
    await sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1", [tenant.site.id]);
    await WAYS[way]?.(tenant, email);
    expect(await mailsTo(tenant, email)).toHaveLength(6);
  });

  test("each purpose and each address has its own five", async () => {
    const tenant = await makeTenant();
    const [one, two] = [await makeUser(tenant), await makeUser(tenant)];
    for (const { email } of [one, two])
      for (const way of Object.values(WAYS)) for (let request = 0; request < 6; request++) await way(tenant, email);
    expect((await mailsTo(tenant, one.email)).length).toBe(15);
    expect((await mailsTo(tenant, two.email)).length).toBe(15);
  });

  test.each(Object.keys(WAYS))("%s again within a minute mails once, and the page says the same; the mail stays good", async (way) => {
    const tenant = await makeTenant({ attackProtection: { mails_per_minute: 1 } });
    const { email } = await makeUser(tenant);
    const answers = new Set<string>();
    for (let request = 0; request < 20; request++) {
      const { status, html } = (await WAYS[way]?.(tenant, email)) ?? { status: 0, html: "" };
      answers.add(`${status} ${html}`);
      if (request % 5 === 0) await runJobs();
    }
    expect(answers.size).toBe(1);
    const [mail, ...more] = await mailsTo(tenant, email);
    expect(more).toEqual([]);
    if (mail?.path) expect((await seen(call("GET", mail.path))).html).toContain("token");
    await sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1 AND window_ends_at < now() + interval '61 seconds'", [
      tenant.site.id,
    ]);
    await WAYS[way]?.(tenant, email);
    expect(await mailsTo(tenant, email)).toHaveLength(2);
  });

  test("sixty requests at once mail five times", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    await Promise.all(Array.from({ length: 60 }, () => send(`/${tenant.site.slug}/reset-password`, { email })));
    expect(await mailsTo(tenant, email)).toHaveLength(5);
  });

  test("the last mail that went out stays good, however often it is asked for afterwards", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    for (let request = 0; request < 9; request++) {
      await send(`/${tenant.site.slug}/reset-password`, { email });
      await runJobs();
    }
    const [newest] = await mailsTo(tenant, email);
    expect(
      (await send(`/${tenant.site.slug}/reset-password`, { token: newest?.token ?? "", password: "a brand new password" })).status,
    ).toBe(303);
  });
});

describe("a job and what caused it", () => {
  test("are one transaction: no user, no job", async () => {
    const tenant = await makeTenant();
    const before = await queued();
    const failed = tenant.context.db.$transaction(async (db) => {
      await enqueue(db, "mail-reset", { emailCanonical: "jane@example.com", language: null });
      throw new Error("changed my mind");
    });
    await expect(failed).rejects.toThrow("changed my mind");
    expect(await queued()).toEqual(before);
  });

  test("every sign-up that was answered has its job, in the same instant", async () => {
    const tenant = await makeTenant();
    await runJobs();
    expect((await send(`/${tenant.site.slug}/signup`, { email: `${unique("x")}@example.com`, password: PASSWORD })).status).toBe(303);
    expect((await queued()).map(({ task }) => task)).toEqual(["mail-verification"]);
  });

  test("a site that is gone has nobody to mail: its jobs end without a trace", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    await send(`/${tenant.site.slug}/reset-password`, { email });
    await sql("DELETE FROM sites WHERE id = $1", [tenant.site.id]);
    await runJobs();
    expect(await queued()).toEqual([]);
  });

  test("a user who is gone, or has another address by now, is not mailed", async () => {
    const tenant = await makeTenant();
    const { email, id } = await makeUser(tenant);
    await send(`/${tenant.site.slug}/reset-password`, { email });
    await send(`/${tenant.site.slug}/verify-email`, { email });
    await sql("UPDATE site_users SET email = 'moved@example.com', email_canonical = 'moved@example.com' WHERE id = $1", [id]);
    expect(await mailsTo(tenant, email)).toEqual([]);
    expect(await mailsTo(tenant, "moved@example.com")).toEqual([]);
  });

  test("the scope comes from the handle: a payload cannot name another one", async () => {
    const [one, two] = [await makeTenant(), await makeTenant()];
    await runJobs();
    const forged = {
      emailCanonical: "jane@example.com",
      language: null,
      scope: { account_id: String(two.account.scope.accountId), site_id: String(two.site.id) },
    };
    await enqueue(one.context.db, "mail-reset", forged);
    const [job] = await queued();
    expect(job?.payload.scope).toMatchObject({ account_id: String(one.account.scope.accountId), site_id: String(one.site.id) });
    await runJobs();
  });

  test("a job is over with the mail that it writes: done again, after its process was killed, it writes no other", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    await runJobs();
    await enqueue(tenant.context.db, "mail-reset", { emailCanonical: email, language: null });
    const [job] = await queued();
    const doAgain = () => tasks["mail-reset"]?.(job?.payload, { job, abortSignal: AbortSignal.abort() } as never);
    await doAgain();
    const [after, ...more] = await queued();
    expect([job?.task, after?.task, more]).toEqual(["mail-reset", "deliver-mail", []]);
    // A minute later: else the second mail would not be written for its haste.
    await sql("UPDATE mail_tokens SET created_at = created_at - interval '1 hour'");
    await expect(doAgain()).rejects.toThrow(`Job ${job?.id} is done already`);
    expect((await queued()).map(({ task }) => task)).toEqual(["deliver-mail"]);
    await runJobs();
  });
});

describe("a queued mail", () => {
  const mail = {
    to: "jane@example.com",
    subject: "Hello",
    text: "secret-canary 123456",
    html: "<p>secret-canary</p>",
    links: ["http://signin.localhost/x"],
    code: "123456",
  };

  test("waits sealed, under its own name: nothing of it can be read, and it opens nowhere else", async () => {
    const tenant = await makeTenant();
    await runJobs();
    await queueMail(tenant.context.db, mail);
    await queueMail(tenant.context.db, mail);
    const [one, two] = await queued();
    expect(JSON.stringify([one, two])).not.toMatch(/canary|123456|jane|Hello/);
    const open = (job: Queued | undefined, name: string) => unseal(Buffer.from(job?.payload.sealed ?? "", "base64"), mailContext(name));
    expect(JSON.parse(open(one, one?.payload.mailId ?? ""))).toEqual(mail);
    expect(() => open(one, two?.payload.mailId ?? "")).toThrow();
    await runJobs();
  });

  test("says in its job neither password nor link nor code, from sign-up to delivery", async () => {
    const tenant = await makeTenant();
    const email = `${unique("jane")}@example.com`;
    await runJobs();
    await send(`/${tenant.site.slug}/signup`, { email, password: "canary password" });
    expect(JSON.stringify(await queued())).not.toContain("canary");
    await runJobs();
    expect(await queued()).toEqual([]);
  });

  test("that was tried before is not sent once what it brings is over, used or replaced; one that is live is", async () => {
    const tenant = await makeTenant();
    const { id, email } = await makeUser(tenant);
    const { db } = tenant.context;
    /** How many more mails there are after a second try at one that brings this. */
    const sent = async (secret?: MailedSecret) => {
      const before = await rowsOf("mails");
      await queueMail(db, { ...mail, to: email }, secret);
      await sql("UPDATE graphile_worker._private_jobs SET attempts = 1");
      await runJobs();
      return (await rowsOf("mails")) - before;
    };
    const reset = async () =>
      (await db.$transaction((inside) => issueMailSecret(tenant.context, inside, "reset_password", { id, emailCanonical: email }, null)))
        .secret;
    const [replaced, live] = [await reset(), await reset()];
    expect([await sent(), await sent(live), await sent(replaced)]).toEqual([1, 1, 0]);
    await sql("UPDATE mail_tokens SET used_at = now() WHERE id = $1", [live.id]);
    expect(await sent(live)).toBe(0);
    const over = await reset();
    await sql("UPDATE mail_tokens SET expires_at = now() WHERE id = $1", [over.id]);
    expect(await sent(over)).toBe(0);

    await send(`/${tenant.site.slug}/login`, { method: "email_code", email });
    await runJobs();
    const [asked] = await sql<{ id: bigint }>("SELECT id FROM email_codes WHERE email_canonical = $1", [email]);
    const code = async () => (await issueCode(db, BigInt(asked?.id ?? 0)))?.secret;
    const [first, second] = [await code(), await code()];
    expect([await sent(first), await sent(second)]).toEqual([0, 1]);
    await send(`/${tenant.site.slug}/login`, { method: "email_code", email });
    await runJobs();
    expect(await sent(second)).toBe(0);
    const elsewhere = await makeTenant();
    expect(await isLiveSecret(elsewhere.context.scope, await reset())).toBe(false);
    expect(await isLiveSecret(tenant.context.scope, await reset())).toBe(true);
  });

  test("is kept once, however often its job runs", async () => {
    const tenant = await makeTenant();
    const before = await rowsOf("mails");
    for (let run = 0; run < 3; run++) await keepMail(tenant.context, "the-same-delivery", mail);
    expect(await rowsOf("mails")).toBe(before + 1);
  });

  test("goes to the one stored address, whatever the name of the user or of the site", async () => {
    const tenant = await makeTenant({ name: `Eve" <eve@example.com>, "x` });
    const email = `${unique("jane")}@example.com`;
    await send(`/${tenant.site.slug}/signup`, { email, password: PASSWORD, name: "Jane, eve@example.com; Bcc: eve@example.com" });
    await runJobs();
    const rows = await sql<{ recipient: string; subject: string }>("SELECT recipient, subject FROM mails WHERE site_id = $1", [
      tenant.site.id,
    ]);
    expect(rows.map(({ recipient }) => recipient)).toEqual([email]);
    expect(rows[0]?.subject).not.toMatch(/[\r\n]/);
  });
});

test("only who has an account is mailed: by way of every form, an unknown address gets none", async () => {
  const tenant = await makeTenant();
  const unknown = `${unique("nobody")}@example.com`;
  await send(`/${tenant.site.slug}/reset-password`, { email: unknown });
  await send(`/${tenant.site.slug}/verify-email`, { email: unknown });
  await send(`/${tenant.site.slug}/login`, { email: unknown, password: PASSWORD });
  expect(await mailsTo(tenant, unknown)).toEqual([]);
  expect(await sql("SELECT 1 FROM mail_tokens WHERE email_canonical = $1", [unknown])).toEqual([]);
});

test("a proved address is not asked for its proof again", async () => {
  const tenant = await makeTenant();
  const { email, id } = await makeUser(tenant);
  await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [id]);
  await send(`/${tenant.site.slug}/verify-email`, { email });
  expect(await mailsTo(tenant, email)).toEqual([]);
});
