import { beforeAll, describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import {
  credentials,
  type FastgenSite,
  form,
  mailedCode,
  mailedToken,
  makeFastgenSite,
  newcomer,
  PAGE,
  signedInAt,
} from "@/lib/testing/fastgen";
import { mailsTo } from "@/lib/testing/mails";
import { makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { recorded } from "@/lib/testing/recorded";

let at: FastgenSite;
beforeAll(async () => {
  at = await makeFastgenSite({ dialects: { fastgen: { email_codes: true } } });
}, 30_000);

const post = (path: string, json: unknown, headers = {}) => call("POST", at.base + path, { json, headers });
const whole = async (response: Promise<Response>) => recorded(await response, []);

describe("who has an account is told by nothing but what is there to tell it", () => {
  test("signing in", async () => {
    const known = form({ email: at.user.email, password: "not the password" });
    expect(await whole(post("/signin", known))).toEqual(await whole(post("/signin", newcomer())));
  });

  test("asking for a reset, and one mail goes out", async () => {
    const unknown = `${unique("joe")}@example.com`;
    const known = await whole(post("/user/password/reset/token", form({ email: at.user.email })));
    expect(known).toEqual(await whole(post("/user/password/reset/token", form({ email: unknown }))));
    expect([(await mailsTo(at, at.user.email)).length, (await mailsTo(at, unknown)).length]).toEqual([1, 0]);
  });

  test("guessing until there are too many", async () => {
    const statuses = async (email: string) => {
      const seen: number[] = [];
      for (let tries = 0; tries < 12; tries += 1) seen.push((await post("/signin", form({ email, password: "x" }))).status);
      return seen;
    };
    const known = await statuses((await makeUser(at)).email);
    expect(known).toEqual(await statuses(`${unique("joe")}@example.com`));
    expect(known.at(-1)).toBe(429);
  });

  test("the question itself, which an address may ask 60 times in ten minutes", async () => {
    const own = await makeFastgenSite();
    const ask = (headers = {}) => call("GET", `${own.base}/emailpassword/email/exists?email=${own.user.email}`, { headers });
    const statuses = await Promise.all(Array.from({ length: 64 }, async () => (await ask()).status));
    expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 429).length]).toEqual([60, 4]);
    expect((await ask({ "x-signin-client-ip": "192.0.2.77" })).status).toBe(200);
  });
});

describe("a mail's token", () => {
  const reset = (token: string, password = "another horse battery") =>
    post("/user/password/reset", { method: "token", token, ...form({ password }) });

  test("sets a password once, however many ask together, and not before the password will do", async () => {
    const one = await signedInAt(at);
    const token = await mailedToken(one, "reset_password");
    expect(await (await reset(token, "short")).json()).toMatchObject({ status: "FIELD_ERROR" });
    const answers = await Promise.all(Array.from({ length: 8 }, async () => (await reset(token)).json()));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["OK", ...Array(7).fill("RESET_PASSWORD_INVALID_TOKEN_ERROR")]);
    expect(await (await post("/signin", credentials(one))).json()).toEqual({ status: "WRONG_CREDENTIALS_ERROR" });
  });

  test("clicked by somebody in another browser proves the address, and voids a password that they did not choose", async () => {
    const one = await signedInAt(at);
    const headers = { origin: PAGE, "sec-fetch-site": "cross-site", rid: "emailverification" };
    const token = await mailedToken(one, "verify_email");
    expect(await (await post("/user/email/verify", { method: "token", token }, headers)).json()).toEqual({ status: "OK" });
    expect(await (await post("/signin", credentials(one))).json()).toEqual({ status: "WRONG_CREDENTIALS_ERROR" });
    const after = await call("GET", `${at.base}/user/email/verify`, { headers: { authorization: `Bearer ${one.access}` } });
    expect(after.status).toBe(401);
  });
});

describe("a mailed code", () => {
  const show = (device: string, flow: string, userInputCode: string) =>
    post("/signinup/code/consume", { deviceId: device, preAuthSessionId: flow, userInputCode });

  test("is guessed at five times, however many guess together, and then not even right", async () => {
    const { device, flow, code } = await mailedCode(at);
    const wrong = Array.from({ length: 20 }, (_, index) => String((Number(code) + index + 1) % 1_000_000).padStart(6, "0"));
    const answers = await Promise.all(wrong.map(async (guess) => (await show(device, flow, guess)).json()));
    const counts = answers.filter(({ status }) => status === "INCORRECT_USER_INPUT_CODE_ERROR");
    expect(counts.map((body) => body.failedCodeInputAttemptCount).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(await (await show(device, flow, code)).json()).toEqual({ status: "RESTART_FLOW_ERROR" });
  });

  test("makes a user of who has the mail, proved", async () => {
    const one = { ...at, user: { ...at.user, email: `${unique("joe")}@example.com` } };
    const { device, flow, code } = await mailedCode(one);
    expect(await (await show(device, flow, code)).json()).toMatchObject({
      status: "OK",
      createdNewRecipeUser: true,
      user: { emails: [one.user.email], loginMethods: [{ recipeId: "passwordless", verified: true }] },
    });
  });
});

describe("whatever stands in a body", () => {
  const SHAPES: readonly unknown[] = [
    ...[null, true, false, 0, -1, 1.5, 1e300, "", " ", "\0", "\ud800", "a@b", "x".repeat(5_000), "__proto__", "<b>", "'; --"],
    ...[[], [[]], [null], {}, { not: "" }, { contains: "@" }, { $gt: "" }, { id: "email" }, { length: 3 }, { toString: 1 }],
    ...[
      ["email", "password"],
      { 0: "a" },
      [1, 2, 3],
      { value: null },
      [{}],
      "true",
      "null",
      "undefined",
      "NaN",
      "0x1",
      "1e9",
      "\u202e",
      "é",
      "😀",
    ],
  ];

  test("there are forty of them", () => expect(SHAPES.length).toBeGreaterThanOrEqual(40));

  test.each([
    "/signup",
    "/signin",
    "/user/password/reset/token",
    "/user/password/reset",
    "/user/email/verify",
    "/signinup/code",
    "/signinup/code/resend",
    "/signinup/code/consume",
  ])("%s answers with a refusal of its own", async (path) => {
    const pairs = (shape: unknown) => [
      { id: "email", value: shape },
      { id: "password", value: PASSWORD.slice(0, 5) },
    ];
    const bodies = SHAPES.flatMap((shape) => [
      shape,
      { formFields: shape },
      { formFields: [shape] },
      { formFields: pairs(shape), token: shape },
    ]);
    const answers = await Promise.all(
      bodies.map(async (json) => {
        const response = await post(path, json);
        return { status: response.status, body: (await response.json()) as { status?: string; message?: string } };
      }),
    );
    for (const { status, body } of answers) {
      if (status === 200)
        expect(body.status).toMatch(/^(FIELD_ERROR|WRONG_CREDENTIALS_ERROR|\w+_INVALID_TOKEN_ERROR|GENERAL_ERROR|RESTART_FLOW_ERROR)$/);
      else expect([status, typeof body.message]).toEqual([400, "string"]);
    }
  });

  test("an address that nobody has is told like the rest of the place", async () => {
    for (const path of ["/mfa/info", "/totp/verify", "/other/signin", "/signinup/code/other", "/public/public/signin"]) {
      const response = await post(path, {});
      expect([response.status, await response.json()]).toEqual([404, expect.objectContaining({ message: "Record not found" })]);
    }
  });
});
