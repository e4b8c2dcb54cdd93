import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { newcomer } from "@/lib/testing/fastgen";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { makeTenant } from "@/lib/testing/make-tenant";

let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook();
});
afterAll(() => hook.stop());
beforeEach(() => allowLoopback());

test("what the customer's own user system says of a new user is told as it says it", async () => {
  const signupEndpoint = { url: `http://localhost:${hook.port}/users`, apiKey: "the-key" };
  const { site } = await makeTenant({ signupEndpoint });
  hook.answer = answering(409, { message: "Only members may join" });
  expect(await answer(call("POST", `/${site.slug}/auth/signup`, { json: newcomer() }))).toEqual({
    status: 200,
    body: { status: "GENERAL_ERROR", message: "Only members may join" },
  });
});
