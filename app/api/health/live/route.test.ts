import { expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { withoutDatabase } from "@/lib/testing/without-database";

test("200: as long as the process answers, whether there is a database or not", async () => {
  const alive = { status: 200, body: { status: "ok" } };
  expect(await answer(call("GET", "/api/health/live"))).toEqual(alive);
  await withoutDatabase(async () => expect(await answer(call("GET", "/api/health/live"))).toEqual(alive));
});
