import { expect, test } from "vitest";
import { sendSample } from "@/lib/core/mail-texts/send-sample";
import { createSite } from "@/lib/core/sites/create-site";
import { requireSite } from "@/lib/core/sites/require-site";
import { call } from "@/lib/testing/call-route";
import { makeOperator } from "@/lib/testing/make-operator";
import { unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { sessionCookie } from "./operator-session";

const WORDS = { subject: "Hi from {site}", heading: "<script>alert(1)</script>", body: "One\n\nTwo" };
const REF = { kind: "verify_email", language: "en" } as const;

async function operatorWithSite() {
  const mine = await makeOperator();
  const { id } = await createSite(mine.operator, { name: "Acme", slug: unique("acme") });
  const cookie = (await sessionCookie(mine.session)).split(";", 1)[0] ?? "";
  const preview = async (query: Record<string, string>, headers: Record<string, string> = { cookie }) => {
    const asked = new URLSearchParams({ mail: "verify_email", language: "en", ...query });
    const response = await call("GET", `/dashboard/sites/${id}/mails/preview?${asked}`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { mine, cookie, id, site: await requireSite(mine.operator, id), preview };
}

test("an operator sees the real mail with words that nobody is mailed in yet, in any light, and it runs nothing", async () => {
  const { preview } = await operatorWithSite();
  const { status, headers, text } = await preview(WORDS);
  expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; sandbox",
  );
  expect(text).toContain("<title>Hi from Acme</title>");
  expect(text).not.toContain("<script");
  expect([text.includes("@media not all{"), (await preview({ scheme: "dark" })).text.includes("@media all{")]).toEqual([true, true]);
  const plain = await preview({ ...WORDS, part: "text" });
  expect(plain.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(plain.text).toMatch(/^Hi from Acme\n\n.*\n\nHello Jane,\n\nOne\n\nTwo\n\n/);
  expect((await preview({ body: "{name}" })).status).toBe(422);
  expect((await preview({ mail: "fax" })).status).toBe(404);
});

test("nobody else sees it", async () => {
  const [{ preview }, stranger] = [await operatorWithSite(), await operatorWithSite()];
  for (const headers of [{}, { cookie: stranger.cookie }] as Record<string, string>[])
    expect((await preview({}, headers)).status).toBe(404);
});

test("a test goes to the operator's own address, says that it is one, and twenty an hour are enough", async () => {
  const { mine, site } = await operatorWithSite();
  const send = (words: unknown) => sendSample(mine.operator, site, REF, words);
  await expect(send({ subject: "{name}" })).rejects.toMatchObject({ code: "invalid" });
  const sent = await Promise.allSettled(Array.from({ length: 22 }, () => send(WORDS)));
  expect(sent.flatMap((each) => (each.status === "rejected" ? each.reason.code : []))).toEqual(["too_many_attempts", "too_many_attempts"]);
  await runJobs();
  const mails = await sql("SELECT DISTINCT recipient, subject FROM mails WHERE site_id = $1", [site.scope.siteId]);
  expect(mails).toEqual([{ recipient: mine.operator.operator.email, subject: "[Test] Hi from Acme" }]);
});
