import { expect, test } from "vitest";
import { updateSite } from "@/lib/core/sites/update-site";
import { siteOfSlug } from "@/lib/db/resolve";
import { makeTenant, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { visitorAt } from "@/lib/testing/visitor";
import { guarded } from "./attempts";
import { knownSince, meetBrowser, ofSiteUser } from "./known-browser";
import { limitByAddress } from "./limit-by-address";
import { signUp } from "./sign-up";

/** What becomes of a right password, or of a wrong one, typed for an address. */
async function guess({ context }: Tenant, email: string, right: boolean, from: { ip?: string; notes?: string } = {}) {
  const verdict = async () => ({ right, renewed: null });
  return guarded(context, { kind: "email", canonical: email }, { ...visitorAt(), ...from }, verdict).then(
    () => "in",
    (error: { code: string }) => error.code,
  );
}

const times = async (count: number, work: (index: number) => Promise<unknown>) => {
  for (let index = 0; index < count; index++) await work(index);
};

/** The same site as a request would find it now. */
const again = async (tenant: Tenant) => ({ ...tenant, context: (await siteOfSlug(tenant.site.slug)) ?? tenant.context });

test("strangers who fail shut nobody out of a browser in which they have signed in before", async () => {
  const tenant = await makeTenant();
  const [jane, pete] = [await makeUser(tenant), await makeUser(tenant)];
  const notesOf = ({ id }: { id: bigint }) => meetBrowser(ofSiteUser(tenant.context.scope, id), null).notes;
  await times(10, () => guess(tenant, jane.email, false));
  expect(await guess(tenant, jane.email, true)).toBe("too_many_attempts");
  expect(await guess(tenant, jane.email, true, { notes: notesOf(jane) })).toBe("in");
  expect(await guess(tenant, jane.email, true, { notes: notesOf(pete) })).toBe("too_many_attempts");
  expect(await guess(tenant, jane.email, true, { notes: notesOf(jane).replace(/.$/, "~") })).toBe("too_many_attempts");
  const elsewhere = await makeTenant();
  const foreign = meetBrowser(ofSiteUser(elsewhere.context.scope, jane.id), null).notes;
  expect(await guess(tenant, jane.email, true, { notes: foreign })).toBe("too_many_attempts");
});

test("a stolen note has as many guesses as an address, and no spelling of it has others", async () => {
  const tenant = await makeTenant();
  const jane = await makeUser(tenant);
  const { notes } = meetBrowser(ofSiteUser(tenant.context.scope, jane.id), null);
  await times(10, () => guess(tenant, jane.email, false));
  const last = notes.at(-1) ?? "";
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const spelled = Array.from({ length: 4 }, (_, bits) => notes.slice(0, -1) + alphabet[(alphabet.indexOf(last) & ~3) | bits]);
  for (const one of spelled) expect(knownSince(ofSiteUser(tenant.context.scope, jane.id), one)).not.toBeNull();
  await times(10, (index) => guess(tenant, jane.email, false, { notes: spelled[index % 4] }));
  for (const one of spelled) expect(await guess(tenant, jane.email, true, { notes: one })).toBe("too_many_attempts");
});

test("sixteen right passwords at once are all let in, one failure before the budget closes", async () => {
  const tenant = await makeTenant();
  const { email } = await makeUser(tenant);
  await times(9, () => guess(tenant, email, false));
  const answers = await Promise.all(Array.from({ length: 16 }, () => guess(tenant, email, true)));
  expect(answers).toEqual(Array(16).fill("in"));
});

test("whose address is unknown is refused after as many failures as who is known", async () => {
  const tenant = await makeTenant();
  const { email } = await makeUser(tenant);
  for (const typed of [email, `${unique("nobody")}@example.com`]) {
    const answers: string[] = [];
    await times(12, async () => answers.push(await guess(tenant, typed, false)));
    expect(answers.indexOf("too_many_attempts")).toBe(10);
  }
});

test("one password tried on many addresses is stopped by the address that it comes from, sooner while the site is under attack", async () => {
  const made = await makeTenant();
  await updateSite(made.account, made.site, { attackProtection: { failures_per_site: 40, failures_per_address: 20 } });
  const tenant = await again(made);
  const tried = async (ip: string) => {
    for (let index = 0; index < 30; index++)
      if ((await guess(tenant, `${unique("u")}@example.com`, false, { ip })) === "too_many_attempts") return index;
    return null;
  };
  expect([await tried("a"), await tried("b"), await tried("c")]).toEqual([20, 20, 5]);
  const { email } = await makeUser(tenant);
  expect(await guess(tenant, email, true)).toBe("in");
});

test("a client's address makes as many accounts in a minute as the site says", async () => {
  const made = await makeTenant();
  await updateSite(made.account, made.site, { attackProtection: { sign_ups_per_address: 2 } });
  const { context } = await again(made);
  const visitor = visitorAt();
  await times(2, () => limitByAddress(context, "sign-up", visitor, { most: 2, inS: 60 }));
  const person = { email: `${unique("j")}@example.com`, password: "a password of theirs" };
  await expect(signUp(context, person, visitor)).rejects.toMatchObject({ code: "too_many_attempts", retryAfterS: 60 });
});
