import { expect, test } from "vitest";
import { inSnapshot } from "@/lib/db/snapshot";
import { makeTenant, makeToken, makeUser } from "@/lib/testing/make-tenant";
import { readFile } from "../files/read-file";
import { writeFile } from "../files/write-file";
import { BUNDLE_PARTS } from "./parts";
import { readBundle } from "./read-bundle";
import { writeBundle } from "./write-bundle";

test("x", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  await makeToken(tenant, user);
  const site = tenant.context;
  const file = await writeFile(
    site,
    inSnapshot(site.scope, (s) => writeBundle(s, { site: tenant.site, secrets: true, recipient: null })),
  );
  console.log(file);
  const bundle = await readBundle({ bytes: file.bytes, read: (from, to) => readFile(site, file.fileId, { from, to }) });
  console.log(bundle.manifest);
  for (const part of BUNDLE_PARTS) for await (const row of bundle.rows(part)) console.log(row);
  expect(1).toBe(1);
});
