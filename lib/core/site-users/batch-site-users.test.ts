import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { makeTenant } from "@/lib/testing/make-tenant";
import { batchSiteUsers } from "./batch-site-users";

afterEach(() => vi.restoreAllMocks());

test("an operation that fails by our fault is told to the log, and stops no other", async () => {
  const { account, context } = await makeTenant();
  const error = vi.spyOn(log, "error").mockReturnValue();
  const db = vi
    .fn(() => context.db)
    .mockImplementationOnce(() => {
      throw new TypeError("a mistake of ours");
    });
  const site = Object.defineProperty({ ...context, db: context.db }, "db", { get: db });
  const create = (email: string) => ({ action: "create", siteUser: { email } }) as const;
  const results = await batchSiteUsers(account, site, [create("a@example.com"), create("b@example.com")]);
  expect(results.map(({ done }) => done)).toEqual(["refused", "created"]);
  expect(error.mock.calls).toEqual([[{ detail: "TypeError: a mistake of ours" }, "an operation of a batch failed"]]);
});

test("when all that could be done has to wait, the batch as a whole does; when anything was done, it is told what", async () => {
  const { account, context } = await makeTenant();
  const create = (email: string) => ({ action: "create", siteUser: { email } }) as const;
  const refusedAt = (...turns: number[]) => {
    let turn = 0;
    const get = () => {
      if (turns.includes(turn++)) throw new AppError("unavailable", { retryAfterS: 2 });
      return context.db;
    };
    return Object.defineProperty({ ...context, db: context.db }, "db", { get });
  };
  const both = [create("a@example.com"), create("b@example.com")];
  await expect(batchSiteUsers(account, refusedAt(0, 1), both)).rejects.toMatchObject({ code: "unavailable", retryAfterS: 2 });
  await expect(batchSiteUsers(account, refusedAt(0), [create("a@example.com"), create("no address")])).rejects.toMatchObject({
    code: "unavailable",
  });
  expect((await batchSiteUsers(account, refusedAt(0), both)).map(({ done }) => done)).toEqual(["refused", "created"]);
});
