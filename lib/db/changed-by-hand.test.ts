import { expect, test } from "vitest";
import { env } from "@/lib/kernel/env";
import { onServer } from "@/lib/testing/database-server";
import { migrate } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migrations";
import { checkAccess, grantAccess } from "./access";
import { inInstallation } from "./backup/read-tables";

const url = () => env().databaseUrl;

test.each([
  ["switched off", "ALTER TABLE mails DISABLE ROW LEVEL SECURITY"],
  ["another", "DROP POLICY in_scope ON mails; CREATE POLICY in_scope ON mails TO signin_scoped USING (true)"],
  ["open to all", "CREATE POLICY open ON mails USING (true)"],
  ["closed to all", "CREATE POLICY closed ON mails AS RESTRICTIVE USING (false)"],
  ["beside a right too many", "GRANT UPDATE (type) ON audit_events TO signin_scoped"],
  ["beside what everybody may", "GRANT SELECT ON owner_links TO PUBLIC"],
  ["beside a function that everybody may call", "GRANT EXECUTE ON FUNCTION forget_in_audit TO PUBLIC"],
  ["beside jobs that a scope may read", "GRANT SELECT ON graphile_worker._private_jobs TO signin_scoped"],
])("is seen by a check, and the next start gives anew what was given: policies %s", async (_, text) => {
  await onServer(url(), text);
  await expect(checkAccess(url())).rejects.toThrow("not those that were given");
  await grantAccess(url());
  await checkAccess(url());
});

test("but one for a role of the administrator's own is theirs, and stays", async () => {
  await onServer(url(), "CREATE POLICY reports ON mails FOR SELECT TO pg_read_all_data USING (true)");
  await checkAccess(url());
  await onServer(url(), "GRANT SELECT ON owner_links TO PUBLIC");
  await grantAccess(url());
  await onServer(url(), "DROP POLICY reports ON mails");
});

test("where policies hide rows from the user, no backup is made without them and no migration leaves them out", async () => {
  await onServer(url(), "DROP POLICY in_system ON site_users");
  const backup = inInstallation(url(), async function* ({ tables }) {
    yield* tables;
  });
  await expect(backup.next()).rejects.toThrow("policies hide rows of site_users from the user");
  const step = { name: "9999_values", sql: "UPDATE site_users SET name = NULL", sha256: "x" };
  await expect(migrate(url(), [...(await readMigrations()), step])).rejects.toThrow("policies hide rows of site_users from the user");
  await grantAccess(url());
  await checkAccess(url());
});
