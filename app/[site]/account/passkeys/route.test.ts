import { describe, expect, test } from "vitest";
import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import { createPasskey, signWith } from "@/lib/testing/authenticator";
import { makeBrowser, type Seen } from "@/lib/testing/hosted-pages";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

async function setUp() {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const base = `/${tenant.site.slug}`;
  const browser = makeBrowser();
  await browser.post(`${base}/login?to=account`, { email: user.email, password: PASSWORD });
  const names = async () => (await listPasskeys(tenant.context, user.id)).map(({ name }) => name);
  return { tenant, user, base, browser, path: `${base}/account/passkeys`, names };
}

const minutesPass = (siteUserId: bigint) =>
  sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [siteUserId]);

/** What a page tells the browser to do with a passkey. */
const optionsOf = ({ html }: Seen) =>
  JSON.parse((/data-options="([^"]*)"/.exec(html)?.[1] ?? "null").replace(/&quot;/g, '"').replace(/&amp;/g, "&"));

describe("the page of one's passkeys", () => {
  test("adds one, tells of it, renames it and removes it", async () => {
    const { base, browser, path, names } = await setUp();
    const empty = await browser.open(path);
    expect(empty.heading).toBe("Passkeys");
    expect(empty.html).toContain("You have no passkey yet.");
    const { answer } = createPasskey(optionsOf(empty));
    const added = await browser.post(path, { credential: JSON.stringify(answer) });
    expect(added).toMatchObject({ status: 303, location: `${path}?done=added` });
    const list = await browser.open(`${path}?done=added`);
    expect(list.html).toContain("Your passkey was added.");
    expect(list.html).toContain("Bitwarden");
    expect(list.html).toContain("Never used");
    expect((await browser.open(`${base}/account`)).html).toContain("Bitwarden");
    const change = /passkeys\?change=\d+/.exec(list.html)?.[0] ?? "";
    const one = `${base}/account/${change}`;
    expect((await browser.open(one)).fields).toEqual({ name: "Bitwarden" });
    expect(await browser.post(one, { act: "rename", name: " " })).toMatchObject({ status: 422, wrong: ["name"] });
    expect(await browser.post(one, { act: "rename", name: "My phone" })).toMatchObject({ status: 303, location: `${path}?done=renamed` });
    expect(await names()).toEqual(["My phone"]);
    expect(await browser.post(one, { act: "remove" })).toMatchObject({ status: 303, location: `${path}?done=removed` });
    expect(await names()).toEqual([]);
    expect((await browser.post(one, { act: "remove" })).status).toBe(404);
  });

  test("what was made for another session, or by nobody, is refused in the page's own manner", async () => {
    const { user, base, browser, path } = await setUp();
    const other = makeBrowser();
    await other.post(`${base}/login?to=account`, { email: user.email, password: PASSWORD });
    const { answer } = createPasskey(optionsOf(await other.open(path)));
    for (const credential of [JSON.stringify(answer), "", "{}", "x"]) {
      const refused = await changingNothing(() => browser.post(path, { credential }));
      expect([401, 422]).toContain(refused.status);
      expect(refused.alert).toMatch(/^This passkey/);
      expect(refused.heading).toBe("Passkeys");
    }
    expect((await browser.post(path, {})).status).toBe(422);
  });

  test("minutes later, who adds or removes one proves first who they are; also by a passkey", async () => {
    const { tenant, user, base, browser, path, names } = await setUp();
    const { id, passkey } = await makePasskey(tenant, user);
    await minutesPass(user.id);
    const confirm = `${base}/account/confirm?to=account/passkeys`;
    const list = await browser.open(path);
    expect(list.html).toContain(`href="${base}/account/confirm?to=account%2Fpasskeys"`);
    expect(optionsOf(list)).toBeNull();
    const gone = await browser.post(`${path}?change=${id}`, { act: "remove" });
    expect(gone).toMatchObject({ status: 303, location: `${base}/account/confirm?to=account%2Fpasskeys` });
    expect(await names()).toEqual(["Bitwarden"]);
    const options = optionsOf(await browser.open(confirm));
    expect(options.allowCredentials).toEqual([{ id: passkey.id, type: "public-key", transports: ["internal", "hybrid"] }]);
    expect(await browser.post(confirm, { confirm: "passkey", credential: "{}" })).toMatchObject({ status: 401 });
    const credential = JSON.stringify(signWith(passkey, options));
    expect(await browser.post(confirm, { confirm: "passkey", credential })).toMatchObject({ status: 303, location: path });
    expect((await browser.post(`${path}?change=${id}`, { act: "remove" })).status).toBe(303);
    expect(await names()).toEqual([]);
  });

  test("the last way in stays", async () => {
    const { tenant, user, browser, path, names } = await setUp();
    const { id } = await makePasskey(tenant, user);
    await sql("UPDATE site_users SET password_sealed = NULL WHERE id = $1", [user.id]);
    const refused = await browser.post(`${path}?change=${id}`, { act: "remove" });
    expect(refused).toMatchObject({ status: 422, alert: "This is the only way to sign in to your account; add another one first" });
    expect(await names()).toEqual(["Bitwarden"]);
  });

  test("is of its own user: somebody else's passkey is none", async () => {
    const { tenant, browser, path } = await setUp();
    const { id } = await makePasskey(tenant, await makeUser(tenant));
    for (const act of ["rename", "remove"]) {
      expect((await changingNothing(() => browser.post(`${path}?change=${id}`, { act, name: "x" }))).status).toBe(404);
    }
    expect((await browser.open(`${path}?change=${id}`)).html).toContain("You have no passkey yet.");
    expect((await browser.post(`${path}?change=9e9`, { act: "remove" })).status).toBe(404);
  });

  test("strangers sign in first", async () => {
    const { base, path } = await setUp();
    expect(await makeBrowser().open(path)).toMatchObject({ status: 303, location: `${base}/login?to=account%2Fpasskeys` });
  });
});
