import { expect, test } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { unique } from "@/lib/testing/make-tenant";
import { guardedOperator } from "./attempts";

test("a check that could not be made costs no attempt, a wrong credential does", async () => {
  const identifier = unique("ada");
  const ip = unique("ip");
  const busy = () => guardedOperator("test", identifier, { ip }, () => Promise.reject(new AppError("unavailable")));
  const wrong = () => guardedOperator("test", identifier, { ip }, async () => null);
  const right = () => guardedOperator("test", identifier, { ip }, async () => "right");
  for (let attempt = 0; attempt < 20; attempt++) await expect(busy()).rejects.toMatchObject({ code: "unavailable" });
  for (let attempt = 0; attempt < 20; attempt++) expect(await right()).toBe("right");
  for (let attempt = 0; attempt < 10; attempt++) await expect(wrong()).rejects.toMatchObject({ code: "wrong_credentials" });
  await expect(right()).rejects.toMatchObject({ code: "too_many_attempts" });
});
