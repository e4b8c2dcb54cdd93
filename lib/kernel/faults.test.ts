import { describe, expect, test } from "vitest";
import { disconnect } from "@/lib/db/client";
import { query } from "@/lib/db/query";
import { sql } from "@/lib/testing/sql";
import { env, setEnv } from "./env";
import { AppError, ERRORS, isAppError } from "./errors";
import { isMissingParent, isUniqueViolation, toAppError } from "./faults";
import { sha256 } from "./secrets";

/** What a driver, Prisma or Node throws. */
const fault = (code: unknown, more: object = {}) => Object.assign(new Error("canary"), { code, ...more });

describe("toAppError", () => {
  test.each<[string, unknown[]]>([
    ["conflict", ["23505", "P2002"]],
    ["not_found", ["23503", "P2003"]],
    ["invalid", ["22021", "22P05", "22003", "22P02", "22008", "P2020", "P2023"]],
    [
      "unavailable",
      ["08000", "08006", "53300", "53200", "53100", "57P01", "57P02", "57P03", "57014", "55P03", "58030", "40001", "40P01"].concat([
        "P1001",
        "P1002",
        "P1008",
        "P1017",
        "P2024",
        "P2028",
        "P2034",
        "ECONNREFUSED",
        "ECONNRESET",
        "EPIPE",
        "ETIMEDOUT",
        "ENOENT",
      ]),
    ],
    ["internal", ["42601", "42P01", "42501", "23502", "23514", "22012", "P2009", "P2025", "XX000", "EACCES", "", 23505, null, undefined]],
  ])("%s", (code, codes) => {
    for (const given of codes) expect([given, toAppError(fault(given)).code]).toEqual([given, code]);
  });

  test("finds the code where Prisma and others hide it, a few levels down", () => {
    expect(toAppError(fault("P2010", { meta: { driverAdapterError: { cause: { originalCode: "22021" } } } })).code).toBe("invalid");
    expect(toAppError(fault("UNKNOWN", { cause: fault("x", { cause: fault("40001") }) })).code).toBe("unavailable");
    expect(toAppError({ meta: { driverAdapterError: { cause: { originalCode: "23505" } } } }).code).toBe("conflict");
    const ring = fault("x");
    ring.cause = ring;
    expect(toAppError(ring).code).toBe("internal");
  });

  test("knows what node-postgres says in words only", () => {
    const words = ["timeout exceeded when trying to connect", "Connection terminated unexpectedly", "Query read timeout"];
    words.push("Cannot use a pool after calling end on the pool", "Client has encountered a connection error and is not queryable");
    for (const text of words) expect(toAppError(new Error(text)).code).toBe("unavailable");
  });

  test("lets an AppError of any copy of its module through as it is", () => {
    const error = new AppError("token_used");
    expect(toAppError(error)).toBe(error);
    const copy = { code: "token_used", [Symbol.for("signin-fast.AppError")]: true };
    expect(toAppError(copy)).toBe(copy);
  });

  test.each([undefined, null, "text", 5, {}, [], new Error("canary"), Object.create(null), () => 1])(
    "makes anything else an internal error: %s",
    (thrown) => {
      const error = toAppError(thrown);
      expect([error.code, error.status, error.message]).toEqual(["internal", 500, ERRORS.internal.text]);
      expect(error.cause).toBe(thrown);
    },
  );

  test("never shows what was thrown", () => {
    for (const code of ["23505", "23503", "22021", "08006", "42601"]) {
      const { message, issues, detail } = toAppError(fault(code));
      expect(JSON.stringify({ message, issues, detail })).not.toContain("canary");
    }
  });

  test("tells when another try makes sense", () => {
    expect(toAppError(fault("ECONNREFUSED")).retryAfterS).toBe(2);
    expect(toAppError(fault("23505")).retryAfterS).toBeUndefined();
  });
});

describe("the real database's own faults", () => {
  const thrown = async (text: string, values: unknown[] = []) => {
    try {
      return await query("system", sha256(text).slice(0, 8).join("-"), text, values);
    } catch (error) {
      return error;
    }
  };

  test.each([
    ["SELECT $1::text", ["a\0b"], "invalid"],
    ["SELECT $1::bigint", ["9223372036854775808"], "invalid"],
    ["SELECT $1::bigint", ["x"], "invalid"],
    ["SELECT $1::timestamptz", ["300000-01-01"], "invalid"],
    ["INSERT INTO slugs (slug) SELECT 'twice' FROM generate_series(1, 2) AS n WHERE $1::int = 1", [1], "conflict"],
    ["INSERT INTO api_tokens (id, account_id, name, token_hash, last4) VALUES (1, 1, 'x', $1, 'x')", [Buffer.alloc(32)], "not_found"],
    ["SELECT 1 / $1::int", [0], "internal"],
    ["SELECT nothing", [], "internal"],
  ])("%s", async (text, values, code) => {
    expect(toAppError(await thrown(text, values)).code).toBe(code);
  });

  test("a statement that is cut short, and a database that is not there", async () => {
    const ended = (how: string) => sql(`SELECT ${how}(pg_backend_pid()), pg_sleep(1)`).catch(toAppError);
    expect(await ended("pg_cancel_backend")).toMatchObject({ code: "unavailable" });
    expect(await ended("pg_terminate_backend")).toMatchObject({ code: "unavailable" });
    const before = env();
    await disconnect();
    setEnv({ ...before, databaseUrl: "postgresql://127.0.0.1:1/nowhere" });
    expect(toAppError(await thrown("SELECT 1")).code).toBe("unavailable");
    await disconnect();
    setEnv(before);
    expect(await thrown("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("isUniqueViolation and isMissingParent", () => {
  test("tell the two apart", () => {
    expect([isUniqueViolation(fault("P2002")), isUniqueViolation(fault("P2003"))]).toEqual([true, false]);
    expect([isMissingParent(fault("23503")), isMissingParent(fault("23505"))]).toEqual([true, false]);
    expect([isUniqueViolation(null), isMissingParent("P2003")]).toEqual([false, false]);
  });
});

describe("the catalogue", () => {
  test("has a status and a text for each code, and no text that names the inside", () => {
    for (const { status, text } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).toMatch(/^[A-Z][^.]*$/);
      expect(text).not.toMatch(/sql|prisma|postgres|database|null|undefined|exception/i);
    }
  });

  test("an AppError is known by its brand", () => {
    expect([isAppError(new AppError("invalid")), isAppError(new Error("x")), isAppError(null), isAppError("x")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
