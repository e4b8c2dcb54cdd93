import { expect, test } from "vitest";
import { disconnect } from "@/lib/db/client";
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

test("a worker whose connections are cut begins anew and goes on", async () => {
  const tenant = await makeTenant();
  const worker = await startWorker();
  try {
    const before = await rowsOf("mails");
    // Ours are closed in order; the worker's are cut.
    await disconnect();
    await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    await queueMail(tenant.context.db, mail);
    while ((await rowsOf("mails")) === before);
  } finally {
    await worker.stop();
  }
});
