import { hash as bcrypt } from "bcryptjs";
import { describe, expect, test } from "vitest";
import { importFile } from "@/lib/testing/import-file";
import { makeTenant, makeToken, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { passwordWorks } from "@/lib/testing/password-works";
import { sql } from "@/lib/testing/sql";

const COLUMNS = "external_id,email,email_verified,name,username,password_hash,plan";

type Row = Record<string, unknown>;

const csv = (...rows: string[]) => [COLUMNS, ...rows, ""].join("\n");
const counts = ({ countNew, countUpdate, countSkip, countRefuse }: Awaited<ReturnType<typeof importFile>>) => ({
  new: countNew,
  update: countUpdate,
  skip: countSkip,
  refuse: countRefuse,
});
const userRows = ({ site }: Tenant) => sql<Row>("SELECT * FROM site_users WHERE site_id = $1 ORDER BY email_canonical", [site.id]);
const old = (password: string) => bcrypt(password, 4);

describe("a file that is imported again", () => {
  test("changes nothing, and says so", async () => {
    const tenant = await makeTenant();
    const file = csv(`1,jane@example.com,true,Jane,jane,${await old("old password")},pro`, "2,joe@example.com,,,,,");
    expect(counts(await importFile(tenant, file))).toEqual({ new: 2, update: 0, skip: 0, refuse: 0 });
    const before = await userRows(tenant);
    const again = await importFile(tenant, file);
    expect(counts(again)).toEqual({ new: 0, update: 0, skip: 2, refuse: 0 });
    expect(again.noted).toEqual([]);
    expect(await userRows(tenant)).toEqual(before);
  });

  test("changes what it says, and nothing that it does not say", async () => {
    const tenant = await makeTenant();
    await importFile(tenant, csv("1,jane@example.com,true,Jane,jane,,pro"));
    const next = "external_id,email,first_name,seats\n1,jane@new.example,Janet,3\n";
    expect(counts(await importFile(tenant, next))).toEqual({ new: 0, update: 1, skip: 0, refuse: 0 });
    expect(await userRows(tenant)).toMatchObject([
      {
        external_id: "1",
        email: "jane@new.example",
        email_verified_at: null,
        name: "Janet",
        first_name: "Janet",
        username: "jane",
        private_metadata: { imported: { plan: "pro", seats: "3" } },
      },
    ]);
  });

  test("brings the newer password of who has not changed it here", async () => {
    const tenant = await makeTenant();
    await importFile(tenant, csv(`1,jane@example.com,true,,,${await old("the first one")},`));
    await importFile(tenant, csv(`1,jane@example.com,true,,,${await old("the second one")},`));
    expect(await passwordWorks(tenant, "jane@example.com", "the first one")).toBe(false);
    expect(await passwordWorks(tenant, "jane@example.com", "the second one")).toBe(true);
    // Signing in has made the hash our own.
    expect(counts(await importFile(tenant, csv(`1,jane@example.com,true,,,${await old("the first one")},`)))).toMatchObject({ skip: 1 });
    expect(await passwordWorks(tenant, "jane@example.com", "the second one")).toBe(true);
  });

  test("leaves the password that a proved user has set here", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant, "jane@example.com");
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);
    await importFile(tenant, csv(`1,jane@example.com,true,,,${await old("old password")},`));
    expect(await passwordWorks(tenant, "jane@example.com", PASSWORD)).toBe(true);
    expect(await passwordWorks(tenant, "jane@example.com", "old password")).toBe(false);
  });

  test("an address that it proves voids the password of somebody who had not proved it, and ends what they hold", async () => {
    const tenant = await makeTenant();
    const [squatter, other] = [await makeUser(tenant, "jane@example.com"), await makeUser(tenant, "joe@example.com")];
    const [token, kept] = [await makeToken(tenant, squatter), await makeToken(tenant, other)];
    const done = await importFile(tenant, csv(`1,jane@example.com,true,,,${await old("old password")},`, "2,joe@example.com,false,,,,x"));
    expect(done.noted).toEqual([
      { row: 1, refused: false, messages: ["Password was set here before anybody had proved the address: it is void"] },
    ]);
    expect(await passwordWorks(tenant, "jane@example.com", PASSWORD)).toBe(false);
    expect(await passwordWorks(tenant, "jane@example.com", "old password")).toBe(true);
    expect(await passwordWorks(tenant, "joe@example.com", PASSWORD)).toBe(true);
    const live = await sql<{ last4: string }>(
      "SELECT last4 FROM callback_tokens WHERE account_id = $1 AND expires_at > now() AND used_at IS NULL",
      [tenant.account.scope.accountId],
    );
    expect(live.map(({ last4 }) => last4)).toEqual([kept.slice(-4)]);
    expect(token.slice(-4)).not.toBe(kept.slice(-4));
  });
});

describe("whom a row names", () => {
  test("is found by the external id before the address; who contradicts themselves is refused", async () => {
    const tenant = await makeTenant();
    await importFile(tenant, csv("1,jane@example.com,,,,,", "2,joe@example.com,,,,,"));
    await makeUser(tenant, "kim@example.com");
    const done = await importFile(tenant, csv("1,joe@example.com,,,,,", "3,joe@example.com,,,,,", "4,kim@example.com,,,,,", "5,,,,,,"));
    expect(counts(done)).toEqual({ new: 0, update: 1, skip: 0, refuse: 3 });
    expect(done.refused.map(({ row, messages }) => [row, ...messages])).toEqual([
      [1, "Email belongs to another user than the external ID"],
      [2, "Email belongs to a user with another external ID"],
      [4, "Email can't be blank: nobody is known here by this external ID"],
    ]);
  });

  test("a username that somebody has is left out, and a file of passwords alone finds its users", async () => {
    const tenant = await makeTenant();
    const first = await importFile(tenant, csv("1,jane@example.com,true,,Jane,,", "2,joe@example.com,true,,jane,,"));
    expect(first.noted).toEqual([{ row: 2, refused: false, messages: ["Username has already been taken: this user has none"] }]);
    const passwords = `external_id,password_hash\n1,${await old("old password")}\n9,${await old("old password")}\n`;
    expect(counts(await importFile(tenant, passwords))).toEqual({ new: 0, update: 1, skip: 0, refuse: 1 });
    expect(await passwordWorks(tenant, "jane@example.com", "old password")).toBe(true);
  });
});

test("passwords in the clear and fast digests are hashed here", async () => {
  const tenant = await makeTenant();
  const file = [
    "email,password,password_hash,password_hash_algorithm",
    "jane@example.com,a clear password,,",
    "joe@example.com,,5f4dcc3b5aa765d61d8327deb882cf99,md5",
    "kim@example.com,short,,",
  ].join("\n");
  const done = await importFile(tenant, file);
  expect(counts(done)).toEqual({ new: 2, update: 0, skip: 0, refuse: 1 });
  expect(done.refused).toEqual([{ row: 3, refused: true, messages: ["Password is too short"] }]);
  expect(await passwordWorks(tenant, "jane@example.com", "a clear password")).toBe(true);
  expect(await passwordWorks(tenant, "joe@example.com", "password")).toBe(true);
});

test("a dry run writes no user, whatever is in the file", async () => {
  const tenant = await makeTenant();
  await importFile(tenant, csv("1,jane@example.com,,Jane,,,"));
  const before = await userRows(tenant);
  const done = await importFile(
    tenant,
    csv("1,jane@example.com,,Janet,,,", "2,joe@example.com,,,joe,,", "3,kim@example.com,,,joe,,", "4,no,,,,,"),
    {
      dryRun: true,
    },
  );
  expect(counts(done)).toEqual({ new: 2, update: 1, skip: 0, refuse: 1 });
  expect(done.noted).toEqual([{ row: 3, refused: false, messages: ["Username has already been taken: this user has none"] }]);
  expect(await userRows(tenant)).toEqual(before);
});

test("a file that turns out to be wrong further on is told as failed", async () => {
  const tenant = await makeTenant();
  const done = await importFile(tenant, "PK\x03\x04 and nothing of a zip");
  expect(done).toMatchObject({ status: "failed", problem: "File is damaged, or no zip archive", fileId: null });
  expect(await sql("SELECT id FROM stored_files WHERE site_id = $1", [tenant.site.id])).toEqual([]);
});
