import { expect, test } from "vitest";
import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { confirmReset } from "./confirm-reset";
import { signIn } from "./sign-in";
import { signUp } from "./sign-up";

const visitor = { ip: null, browserHash: null, program: true, language: "en", aside: <T>(wait: () => T) => wait() };

test("a mail says that the password was changed, once, and none says so of a link that was no good", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const owner = { id: user.id, emailCanonical: user.email };
  const { link } = await tenant.context.db.$transaction((db) => issueMailSecret(tenant.context, db, "reset_password", owner, null));
  const reset = () =>
    confirmReset(tenant.context, { token: new URL(link).searchParams.get("token") ?? "" }, { password: "another horse battery" });
  await reset();
  await expect(reset()).rejects.toMatchObject({ code: "link_unusable" });
  const [mail, ...more] = await mailsTo(tenant, user.email);
  expect([mail?.subject, more]).toEqual(["Your password for Acme was changed", []]);
  expect(mail?.links).toEqual([`http://signin.localhost/${tenant.site.slug}/reset-password`]);
});

test("a reset lets in again whoever was locked out by guesses, at their address and at their username", async () => {
  const { context, site } = await makeTenant();
  const username = unique("Jane");
  const email = `${username.toLowerCase()}@example.com`;
  const signedUp = await signUp(context, { email, username, password: PASSWORD }, visitor);
  const user = { id: signedUp.kind === "signed_in" ? signedUp.siteUserId : 0n, emailCanonical: email };
  for (const login of [email, username]) {
    await expect(signIn(context, { login, password: "a wrong guess" }, visitor)).rejects.toMatchObject({ code: "wrong_credentials" });
  }
  await sql("UPDATE attempts SET count = 10 WHERE site_id = $1", [site.id]);
  for (const login of [email, username]) {
    await expect(signIn(context, { login, password: PASSWORD }, visitor)).rejects.toMatchObject({ code: "too_many_attempts" });
  }
  const { link } = await context.db.$transaction((db) => issueMailSecret(context, db, "reset_password", user, null));
  await confirmReset(context, { token: new URL(link).searchParams.get("token") ?? "" }, { password: "another horse battery" });
  for (const login of [email, username]) {
    const outcome = await signIn(context, { login, password: "another horse battery" }, visitor);
    expect(outcome).toMatchObject({ kind: "signed_in", siteUserId: user.id });
  }
});
