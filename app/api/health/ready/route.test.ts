import { afterEach, describe, expect, test, vi } from "vitest";
import { setDraining } from "@/lib/kernel/draining";
import { answer, call } from "@/lib/testing/call-route";
import { sql } from "@/lib/testing/sql";
import { withoutDatabase } from "@/lib/testing/without-database";

afterEach(() => {
  setDraining(false);
  vi.restoreAllMocks();
});

const ready = () => answer(call("GET", "/api/health/ready"));
const notReady = (...checks: string[]) => ({
  status: 503,
  body: { error: "Service Unavailable", messages: checks.map((check) => `Not ready: ${check}`) },
});
/** Moves this process's clock. */
const ahead = (ms: number) => {
  const now = Date.now.bind(Date);
  vi.spyOn(Date, "now").mockImplementation(() => now() + ms);
};

describe("200", () => {
  test("once the database answers, is migrated, and tells the same time", async () => {
    expect(await ready()).toEqual({ status: 200, body: { status: "ok" } });
  });

  test("also with a clock that is a little off, and with migrations of a newer version", async () => {
    ahead(25_000);
    await sql("INSERT INTO signin_migrations (name, sha256) VALUES ('9999_newer', '')");
    expect((await ready()).status).toBe(200);
    await sql("DELETE FROM signin_migrations WHERE name = '9999_newer'");
  });
});

describe("503", () => {
  test("without the database, with a time to try again and nothing about the inside", async () => {
    await withoutDatabase(async () => {
      const response = await call("GET", "/api/health/ready");
      expect(response.headers.get("retry-after")).toBe("2");
      expect(await answer(Promise.resolve(response))).toEqual(notReady("database"));
    });
    expect((await ready()).status).toBe(200);
  });

  test("with a database that lacks one of our migrations", async () => {
    const [gone] = await sql<{ name: string; sha256: string }>(
      "DELETE FROM signin_migrations WHERE name = '0002_dashboard' RETURNING name, sha256",
    );
    expect(await ready()).toEqual(notReady("migrations"));
    await sql("INSERT INTO signin_migrations (name, sha256) VALUES ($1, $2)", [gone?.name, gone?.sha256]);
    expect((await ready()).status).toBe(200);
  });

  test.each([600_000, -600_000])("with a clock that is %i ms from the database's", async (ms) => {
    ahead(ms);
    expect(await ready()).toEqual(notReady("clock"));
  });

  test("while it stops, whatever else there is", async () => {
    setDraining(true);
    await withoutDatabase(async () => expect(await ready()).toEqual(notReady("draining")));
  });
});
