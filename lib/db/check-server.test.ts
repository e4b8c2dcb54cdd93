import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { databaseOn, onServer } from "@/lib/testing/database-server";
import { logged } from "@/lib/testing/logged";
import { checkServer, requireUsable } from "./check-server";
import { asRole } from "./roles";

const made: string[] = [];
afterAll(async () => {
  for (const name of made) await onServer(inject("databaseServer"), `DROP DATABASE ${name}`);
});

/** The address of a new database. */
async function database(options: string): Promise<string> {
  const name = `plain_${randomBytes(6).toString("hex")}`;
  await onServer(inject("databaseServer"), `CREATE DATABASE ${name} TEMPLATE template0 ${options}`);
  made.push(name);
  return databaseOn(inject("databaseServer"), name);
}

test("a PostgreSQL that is too old is refused, and told which is wanted", () => {
  expect(() => requireUsable({ version: 14, encoding: "UTF8" })).toThrow("DATABASE_URL: PostgreSQL 15 or newer is needed, this is 14");
  for (const version of [15, 16, 17, 18, 19]) expect(requireUsable({ version, encoding: "UTF8" })).toBeUndefined();
});

test("a database that cannot keep every text is refused, and told which can", async () => {
  const encodings = {
    SQL_ASCII: "LOCALE_PROVIDER libc LOCALE 'C' ENCODING SQL_ASCII",
    LATIN1: "LOCALE_PROVIDER libc LOCALE 'C' ENCODING LATIN1",
  };
  for (const [encoding, options] of Object.entries(encodings)) {
    await expect(checkServer(await database(options))).rejects.toThrow(
      `DATABASE_URL: the database has to be made with ENCODING 'UTF8', this one is in ${encoding} and cannot keep every name`,
    );
  }
});

test("a locale without letters is told of, and another one is not", async () => {
  const plain = await database("LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'");
  const said = (await logged("warn", () => checkServer(plain))).map((line) => JSON.parse(line).msg);
  expect(said).toEqual(["the database's locale knows no letters but a to z: capitals like Ä in names are not found by a search"]);
  expect(await logged("warn", () => checkServer(inject("databaseServer")))).toEqual([]);
});

test("a database that writes dates in a way of its own writes them for us as we read them", async () => {
  const url = await database("ENCODING 'UTF8'");
  for (const style of ["German", "SQL, DMY", "Postgres, MDY"]) {
    await onServer(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET datestyle = ${style}`);
    const client = new pg.Client({ connectionString: asRole(url, "scoped") });
    await client.connect();
    const { rows } = await client.query("SELECT timestamptz '2026-11-23 12:00:00+00' AS at").finally(() => client.end());
    expect([style, rows]).toEqual([style, [{ at: new Date("2026-11-23T12:00:00Z") }]]);
  }
});
