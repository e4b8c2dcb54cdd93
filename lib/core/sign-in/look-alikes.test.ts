import { expect, test } from "vitest";
import { send } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const users = (siteId: bigint) =>
  sql<{ email: string }>("SELECT email, email_canonical AS canonical FROM site_users WHERE site_id = $1 ORDER BY length(email)", [siteId]);

/** An address, and what looks like it or becomes it when somebody is careless with case, width or form. */
const PAIRS: [address: string, others: string[]][] = [
  [
    "kate@example.com",
    [
      "\u212aate@example.com",
      "kate\uff20example.com",
      "k\u200bate@example.com",
      "kate@example.com\u200b",
      "\u202ekate@example.com",
      "k\u0430te@example.com",
    ],
  ],
  ["nina@istanbul.example", ["nina@\u0131stanbul.example", "N\u0130NA@istanbul.example", "n\u0131na@istanbul.example"]],
  ["jo@strasse.example", ["jo@stra\u00dfe.example", "j\u00f6@strasse.example"]],
  ["rene@example.com", ["ren\u00e9@example.com", "rene\u0301@example.com", "rene@exa\u0301mple.com"]],
];

test.each(PAIRS)("%s: nobody signs in, sets a password or is mailed by what only looks like it", async (address, others) => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant, address);
  const at = `/${tenant.site.slug}`;
  const [before] = await sql("SELECT u::text AS row FROM site_users u WHERE id = $1", [user.id]);
  for (const email of others) {
    expect((await send(`${at}/login`, { email, password: PASSWORD })).location, email).toBeNull();
    for (const page of ["reset-password", "verify-email"]) await send(`${at}/${page}`, { email });
    await send(`${at}/login`, { method: "email_code", email });
    await send(`${at}/signup`, { email, password: "another one entirely" });
  }
  expect(await mailsTo(tenant, address)).toEqual([]);
  expect(await sql("SELECT u::text AS row FROM site_users u WHERE id = $1", [user.id])).toEqual([before]);
  // The control: the address itself, in any case, is the user's.
  expect((await send(`${at}/login`, { email: address.toUpperCase(), password: PASSWORD })).location).toContain("token=tkn_");
});

test("one address in two cases is one user, also when both sign up at once; a plus makes another, and each is shown as it was typed", async () => {
  const tenant = await makeTenant();
  const { site } = tenant;
  const signUp = (email: string) => send(`/${site.slug}/signup`, { email, password: PASSWORD });
  const cases = ["User@X.example", "user@x.example", "USER@x.EXAMPLE"];
  const answers = await Promise.all([...cases, ...cases].map(signUp));
  expect(answers.filter(({ location }) => location?.includes("token=tkn_"))).toHaveLength(1);
  const [made] = await users(site.id);
  expect(cases.map((typed) => typed.replace(/@.*/, (domain) => domain.toLowerCase()))).toContain(made?.email);
  expect((await signUp("User+shop@x.example")).location).toContain("token=tkn_");
  expect((await signUp("user+SHOP@x.example")).location).toBeNull();
  expect(await users(site.id)).toEqual([
    { email: made?.email, canonical: "user@x.example" },
    { email: "User+shop@x.example", canonical: "user+shop@x.example" },
  ]);
});
