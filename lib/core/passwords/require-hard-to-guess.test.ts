import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { updateSite } from "@/lib/core/sites/update-site";
import { siteOfSlug } from "@/lib/db/resolve";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { visitorAt } from "@/lib/testing/visitor";
import { createAccount } from "../accounts/create-account";
import { issueMailSecret } from "../mail-secrets/issue-mail-secret";
import { changeOwnPassword } from "../self-service/change-own-password";
import { beginHostedSession } from "../sessions/begin-hosted-session";
import { findHostedSession } from "../sessions/find-hosted-session";
import type { HostedSession } from "../sessions/hosted-session";
import { confirmReset } from "../sign-in/confirm-reset";
import { signUp } from "../sign-in/sign-up";
import { createSiteUser } from "../site-users/create-site-user";
import { updateSiteUser } from "../site-users/update-site-user";
import { isCommon } from "./common/is-common";
import { isLeaked } from "./is-leaked";
import { requireHardToGuess } from "./require-hard-to-guess";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const REFUSED = { code: "invalid", issues: [{ path: "password", message: "Password is too easy to guess; choose another one" }] };

test("the common ones are found whole and in any case, and nothing else is", () => {
  for (const common of ["password1", "12345678", "Qwertyuiop", "iloveyou", "PASSWORD123", "trustno1", "baseball", "1qaz2wsx", "sunshine"])
    expect([common, isCommon(common)]).toEqual([common, true]);
  for (const text of ["password1 and more", "a password1", "12345678 ", "correct horse battery", "", "x".repeat(256)])
    expect([text, isCommon(text)]).toEqual([text, false]);
});

test("what the documents of all wires give as an example may be set", async () => {
  const { context } = await makeTenant({ name: "My App" });
  const examples = ["securepassword123", "secure_password", "your_password", "new_password", "#9ske%ls9#DS1", "newpassword456"];
  for (const password of [...examples, "correct horse battery", "hunter2hunter2"])
    requireHardToGuess(context, password, { emailCanonical: "user@example.com" });
});

test("a name of the site, of the product or of whose it is, is no password, however it is dressed up; a text that holds one is", async () => {
  const { context } = await makeTenant({ name: "Röck & Söhne" });
  const person = { emailCanonical: "jane.doe@example.com", username: "jolly-jane" };
  const slug = context.site.slug;
  const refused = [
    "RöckSöhne",
    "röck & söhne 2024!",
    `${slug}1`,
    slug.toUpperCase(),
    "signin12345",
    "Sign-In!!!",
    "Jane.Doe99",
    "jollyjane7",
  ];
  for (const password of refused)
    expect(() => requireHardToGuess(context, password, person), password).toThrowError(expect.objectContaining({ code: "invalid" }));
  for (const password of ["my röcksöhne", "83615927", "!!!!!!!!", "signing in", "janedoe99x"])
    requireHardToGuess(context, password, person);
});

test("it is refused wherever a password is set, and taken where a site wants it so", async () => {
  const { account, site, context } = await makeTenant();
  const person = { email: `${unique("j")}@example.com`, password: "Password123" };
  await expect(signUp(context, person, visitorAt())).rejects.toMatchObject(REFUSED);
  await expect(createSiteUser(context, person)).rejects.toMatchObject(REFUSED);
  await expect(confirmReset(context, { token: "rst_none" }, person)).rejects.toMatchObject(REFUSED);
  await expect(createAccount({ ...person, password: "1qaz2wsx3edc4rfv" })).rejects.toMatchObject(REFUSED);
  await updateSite(account, site, { attackProtection: { refuse_weak_passwords: false } });
  const lax = await siteOfSlug(site.slug);
  expect(await createSiteUser(lax ?? context, person)).toMatchObject({ email: person.email });
});

test("whose password it is to be is known wherever it is set: by a mailed link, by themselves, and in their customer's name", async () => {
  const tenant = await makeTenant();
  const { context } = tenant;
  const user = await makeUser(tenant, `${unique("jolly")}@example.com`);
  await sql("UPDATE site_users SET username = 'Captain.Blue', username_canonical = 'captain.blue' WHERE id = $1", [user.id]);
  const canonical = user.email ?? "";
  const { link } = await context.db.$transaction((db) =>
    issueMailSecret(context, db, "reset_password", { id: user.id, emailCanonical: canonical }, null),
  );
  const token = new URL(link).searchParams.get("token") ?? "";
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  const signedIn = { kind: "signed_in", siteUserId: user.id, proof, by: "password" } as const;
  const cookie = await beginHostedSession(context, signedIn, { ip: "192.0.2.1", userAgent: "Browser/1" });
  const session = (await findHostedSession(context, cookie)) as HostedSession;
  for (const password of [`${canonical.split("@")[0]}2026!`, "captainblue99"]) {
    await expect(confirmReset(context, { token }, { password })).rejects.toMatchObject(REFUSED);
    await expect(changeOwnPassword(context, session, { current: PASSWORD, password }, visitorAt())).rejects.toMatchObject(REFUSED);
    await expect(updateSiteUser(tenant.account, user.id, { password })).rejects.toMatchObject(REFUSED);
  }
  // What was refused has spent nothing.
  await confirmReset(context, { token }, { password: "another horse battery" });
});

test("a leaked one is known by five characters of its SHA-1; nobody waits for an answer that does not come", async () => {
  expect(await isLeaked("leaked")).toBe(false);
  const asked: string[] = [];
  const sha1 = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();
  setEnv({ ...before, OUTGOING_ALLOW_LOOPBACK: "on", LEAKED_PASSWORDS_URL: "http://127.0.0.1:1/range" });
  expect(await isLeaked("leaked")).toBe(false);
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const suffix = (text: string, count: number) => `${sha1(text).slice(5)}:${count}`;
    response.end([`${"0".repeat(35)}:2`, suffix("leaked", 7), suffix("padding", 0)].join("\r\n"));
  }).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  setEnv({ ...env(), LEAKED_PASSWORDS_URL: `http://127.0.0.1:${port}/range` });
  expect([await isLeaked("leaked"), await isLeaked("padding"), await isLeaked("neither")]).toEqual([true, false, false]);
  expect(asked).toEqual(["leaked", "padding", "neither"].map((text) => `/range/${sha1(text).slice(0, 5)}`));
  server.close();
});
