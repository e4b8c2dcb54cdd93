import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { call } from "@/lib/testing/call-route";

describe("GET /.well-known/webauthn", () => {
  let before: Env;
  beforeAll(() => {
    before = env();
  });
  afterEach(() => setEnv(before));

  test("200 names our own origin, and those we had", async () => {
    const origins = async () => {
      const response = await call("GET", "/.well-known/webauthn");
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
      return (await response.json()) as unknown;
    };
    expect(await origins()).toEqual({ origins: ["http://signin.localhost"] });
    setEnv({ ...before, PASSKEY_ORIGINS: ["https://old.example", "http://signin.localhost"] });
    expect(await origins()).toEqual({ origins: ["https://old.example", "http://signin.localhost"] });
  });
});
