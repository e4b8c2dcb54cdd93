import { expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { rowsOf, sql } from "@/lib/testing/sql";
import { queueMail } from "./queue-mail";
import { startWorker } from "./worker";

const mail = { to: "jane@example.com", subject: "Hello", text: "Hello", html: "<p>Hello</p>", links: [], code: null };

test("a worker that is stopped right after a job leaves none behind that is done: it would be done again", async () => {
  const tenant = await makeTenant();
  let left = 0;
  for (let round = 0; round < 20; round++) {
    const before = await rowsOf("mails");
    await queueMail(tenant.context.db, mail);
    const worker = await startWorker();
    while ((await rowsOf("mails")) === before);
    await worker.stop();
    left += (await sql("SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL")).length;
    await sql("DELETE FROM graphile_worker._private_jobs");
  }
  expect(left).toBe(0);
});
