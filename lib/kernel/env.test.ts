import { describe, expect, test } from "vitest";
import { ConfigurationError, readSettings, settings } from "./env";
import { newKey } from "./secrets";

const problems = (source: Record<string, string>) => {
  try {
    readSettings(source);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message.split("\n");
  }
};

const LIMITS = {
  FAILURES_PER_IDENTIFIER: 10,
  FAILURES_PER_ADDRESS: 100,
  FAILURES_PER_SITE: 1_000,
  FAILURES_IN_ALL: 20_000,
  SIGN_UPS_PER_ADDRESS: 60,
  MAILS_PER_MINUTE: 1,
  MAILS_PER_SITE: 20_000,
  MAILS_IN_ALL: 100_000,
  CONNECTIONS_PER_ADDRESS: 500,
};

describe("readSettings", () => {
  test("needs nothing", () => {
    expect(readSettings({})).toEqual({
      PORT: 3000,
      DATA_DIR: ".data",
      MAIL_FROM: "Signin Fast <signin@localhost>",
      OPERATOR_SIGNUP: "open",
      OUTGOING_ALLOW_LOOPBACK: "off",
      PASSKEY_ORIGINS: [],
      API_REQUESTS_PER_MINUTE: 240_000,
      ...LIMITS,
      LOG_LEVEL: "info",
      LOG_REQUESTS: "off",
      SHUTDOWN_DELAY_S: 0,
      TRUSTED_PROXIES: 0,
      production: false,
    });
  });

  test("a blank variable is one that is not set", () => {
    const blank = Object.fromEntries(Object.keys(settings.shape).map((name, index) => [name, index % 2 ? "" : "  "]));
    expect(readSettings(blank)).toEqual(readSettings({}));
  });

  test("takes every setting", () => {
    const [first, second] = [newKey(), newKey()];
    const source = {
      PORT: "0",
      APP_URL: "https://signin.example",
      DATA_DIR: "/var/lib/signin",
      DATABASE_URL: "postgresql://signin:secret@db.example:5433/signin?sslmode=require",
      RESEND_API_KEY: "re_x",
      RESEND_BASE_URL: "http://localhost:9",
      SMTP_URL: "smtps://user:secret@mail.example:465",
      MAIL_FROM: "Acme <no-reply@acme.example>",
      SIGNIN_KEYS: `${first}, ${second}`,
      OPERATOR_SIGNUP: "closed",
      OUTGOING_ALLOW_LOOPBACK: "off",
      PASSKEY_ORIGINS: "https://old.example, https://older.example:8443",
      API_REQUESTS_PER_MINUTE: "1000",
      LOG_LEVEL: "debug",
      LOG_REQUESTS: "on",
      METRICS_PORT: "9464",
      METRICS_TOKEN: "a-token-of-some-length",
      SHUTDOWN_DELAY_S: "10",
      TRUSTED_PROXIES: "2",
    };
    const read = readSettings({ ...source, UNRELATED: "x" });
    const keys = [first, second].map((pair) => ({ id: pair.split(":")[0], bytes: Buffer.from(pair.split(":")[1] ?? "", "base64url") }));
    const origins = ["https://old.example", "https://older.example:8443"];
    expect(read).toEqual({
      ...source,
      PORT: 0,
      PASSKEY_ORIGINS: origins,
      API_REQUESTS_PER_MINUTE: 1_000,
      ...LIMITS,
      METRICS_PORT: 9464,
      SHUTDOWN_DELAY_S: 10,
      TRUSTED_PROXIES: 2,
      SIGNIN_KEYS: keys,
      production: true,
    });
  });

  test.each([
    [`k1:${Buffer.alloc(32).toString("base64url")}`, "not random"],
    [`k1:${Buffer.from("abcd".repeat(8)).toString("base64url")}`, "not random"],
    [`${newKey()},${newKey().replace(/^k\w+/, "k1")},${newKey().replace(/^k\w+/, "k1")}`, "names a key twice"],
  ])("SIGNIN_KEYS %s: %s", (SIGNIN_KEYS, problem) => {
    expect(problems({ SIGNIN_KEYS }).join()).toContain(problem);
  });

  test("names every problem at once, one a line, each with its variable", () => {
    const wrong = {
      PORT: "http",
      APP_URL: "https://signin.example/path",
      DATABASE_URL: "mysql://db.example",
      RESEND_BASE_URL: "ftp://x",
      SMTP_URL: "mail.example:25",
      MAIL_FROM: "a\r\nBcc: eve@evil.example",
      SIGNIN_KEYS: "k1:short",
      PASSKEY_ORIGINS: "https://old.example/path",
      LOG_LEVEL: "loud",
      LOG_REQUESTS: "some",
      METRICS_PORT: "70000",
      METRICS_TOKEN: "short",
      SHUTDOWN_DELAY_S: "1h",
      TRUSTED_PROXIES: "-1",
    };
    expect(problems(wrong).map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      "PORT",
      "APP_URL",
      "DATABASE_URL",
      "RESEND_BASE_URL",
      "SMTP_URL",
      "MAIL_FROM",
      "SIGNIN_KEYS",
      "PASSKEY_ORIGINS",
      "LOG_LEVEL",
      "LOG_REQUESTS",
      "METRICS_PORT",
      "METRICS_TOKEN",
      "SHUTDOWN_DELAY_S",
      "TRUSTED_PROXIES",
    ]);
    expect(
      problems({ ...wrong, SIGNIN_KEYS: "" }).filter((line) => line.startsWith("SIGNIN_KEYS: must be set in production")),
    ).toHaveLength(1);
  });

  test("endpoints on this machine are for development only", () => {
    const on = { OUTGOING_ALLOW_LOOPBACK: "on", SIGNIN_KEYS: newKey() };
    expect(problems(on)).toEqual([]);
    for (const [name, value] of [
      ["DATABASE_URL", "postgresql://db.example/x"],
      ["APP_URL", "https://signin.example"],
    ] as const) {
      expect(problems({ ...on, [name]: value })).toEqual([
        "OUTGOING_ALLOW_LOOPBACK: must be off in production (DATABASE_URL or an https APP_URL)",
      ]);
    }
  });

  test("never repeats a secret in what it says", () => {
    const secret = {
      SIGNIN_KEYS: "canary:canary",
      DATABASE_URL: "canary://canary",
      SMTP_URL: "canary",
      RESEND_API_KEY: "canary",
    };
    expect(problems(secret).join("\n")).not.toContain("canary");
  });

  test.each([
    ["PORT", ["-1", "65536", "1.5", "x", "NaN", "1e9", "3000;"]],
    ["APP_URL", ["ftp://x.example", "https://x.example/path", "https://x.example/?a", "https://x.example/#a", "javascript:x"]],
    ["TRUSTED_PROXIES", ["-1", "11", "1.5", "yes", "true"]],
    ["OUTGOING_ALLOW_LOOPBACK", ["yes", "ON", "true", "1"]],
    ["LOG_LEVEL", ["trace", "INFO", "0"]],
    ["DATABASE_URL", ["x", "http://x", "mysql://x"]],
    ["SMTP_URL", ["x", "http://mail.example"]],
    [
      "SIGNIN_KEYS",
      [
        "x",
        ":",
        "k1:",
        `:${"A".repeat(43)}`,
        `K1:${"A".repeat(43)}`,
        `k1:${"A".repeat(42)}`,
        `k1:${"A".repeat(44)}`,
        `k1:${"A".repeat(43)}:x`,
        `k1:${"A".repeat(43)},`,
      ].concat(`${"k".repeat(17)}:${"A".repeat(43)}`),
    ],
  ])("%s is refused when it is %j", (name, values) => {
    for (const value of values) {
      const lines = problems({ SIGNIN_KEYS: newKey(), [name]: value });
      expect([value, lines.length > 0 && lines.every((line) => line.startsWith(`${name}: `))]).toEqual([value, true]);
    }
  });

  test("APP_URL without a scheme is a problem like any other", () => {
    for (const value of ["signin.example", "localhost:3000", "https://", "x"]) {
      expect(problems({ APP_URL: value, PORT: "x", SIGNIN_KEYS: newKey() }).map((line) => line.slice(0, line.indexOf(":")))).toEqual([
        "PORT",
        "APP_URL",
      ]);
    }
  });

  test.each([
    [{ DATABASE_URL: "postgres://db.example/signin" }, true],
    [{ APP_URL: "https://signin.example" }, true],
    [{ APP_URL: "http://signin.example" }, false],
    [{ APP_URL: "http://localhost:3000" }, false],
    [{}, false],
  ])("%j is production: %s, and production has no default key", (source, production) => {
    expect(readSettings({ ...source, SIGNIN_KEYS: newKey() }).production).toBe(production);
    expect(problems(source).length).toBe(production ? 1 : 0);
    if (production) expect(problems(source)[0]).toMatch(/^SIGNIN_KEYS: must be set in production .* signin -- keys generate$/);
  });
});
