import type * as crypto from "node:crypto";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { signingKey } from "./signing-keys";

/** How many key pairs are made now, and were at most. */
const making = vi.hoisted(() => ({ now: 0, most: 0, made: 0 }));

vi.mock("node:crypto", async (original) => {
  const real = await original<typeof crypto>();
  const generate = promisify(real.generateKeyPair);
  const counted = async (...given: Parameters<typeof generate>) => {
    making.most = Math.max(making.most, ++making.now);
    return generate(...given).finally(() => {
      making.now -= 1;
      making.made += 1;
    });
  };
  return { ...real, generateKeyPair: Object.assign(() => undefined, { [promisify.custom]: counted }) };
});

test("the first keys of many sites are made one after the other, so that passwords are hashed meanwhile", async () => {
  const tenants = await Promise.all(Array.from({ length: 4 }, () => makeTenant()));
  const keys = await Promise.all(tenants.map(({ context }) => signingKey(context)));
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(4);
  expect(making).toEqual({ now: 0, most: 1, made: 4 });
});
