import { expect, inject, test } from "vitest";
import { readBundle } from "@/lib/core/portability/bundle/read-bundle";
import { api } from "./api";
import { flaws, signedInCustomer } from "./operator";

/** An operator takes a site along, without secrets and with them, and its users as a table. */
test("a site is exported in its settings", async () => {
  const { site } = await api<{ site: { id: number; slug: string } }>("POST", "/api/sites", { site: { name: "Leaving" } });
  await api("POST", "/api/site_users", { site_id: site.id, site_user: { email: "jane@example.com", name: "=1+1" } });
  const visitor = await signedInCustomer();
  const { page } = visitor;
  const download = async (click: () => Promise<void>) => {
    const [file] = await Promise.all([page.waitForEvent("download"), click()]);
    return { name: file.suggestedFilename(), content: Buffer.concat(await (await file.createReadStream()).toArray()) };
  };
  const bundleOf = async (content: Buffer) => {
    async function* read(from: number, to: number) {
      yield content.subarray(from, to);
    }
    return (await readBundle({ bytes: content.length, read })).manifest;
  };

  await page.goto(`${inject("baseUrl")}/dashboard/sites/${site.id}/settings`);
  const exporting = page.getByRole("button", { name: "Export this site" });
  await exporting.click();
  const plain = await download(() => page.getByRole("link", { name: "Download" }).click());
  expect(plain.name).toMatch(new RegExp(`^${site.slug}-[\\d-]{10}\\.zip$`));
  expect(await bundleOf(plain.content)).toMatchObject({ include_secrets: false, site: { id: site.id } });

  await page.getByLabel("With password hashes and the client secret").check();
  expect(await flaws(visitor)).toEqual([]);
  await exporting.click();
  await page.getByText("with secrets").waitFor();
  const whole = await download(() => page.getByRole("link", { name: "Download" }).click());
  expect(await bundleOf(whole.content)).toMatchObject({ include_secrets: true });

  await page.goto(`${inject("baseUrl")}/dashboard/sites/${site.id}/users?verified=no`);
  expect(await flaws(visitor)).toEqual([]);
  const table = await download(() => page.getByRole("link", { name: "Download CSV" }).click());
  expect([table.name, table.content.toString().split("\r\n")[1]]).toEqual([
    `${site.slug}-users.csv`,
    expect.stringContaining(`"jane@example.com",,,"'=1+1"`),
  ]);
});
