import { afterEach, beforeEach, expect, test } from "vitest";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { toAppError } from "@/lib/kernel/faults";
import { makeOperator } from "@/lib/testing/make-operator";
import { withoutDatabase } from "@/lib/testing/without-database";
import {
  openSession,
  operatorOf,
  SESSION_S,
  sealSession,
  sessionCookie,
  sessionCookieName,
  sessionCookieOptions,
} from "./operator-session";
import { stepCookie } from "./step-cookie";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const session = { operatorId: 42n, version: 3, factor: false, provedS: 1_700_000_000 };

test("over http the cookie is hidden from scripts and stays on our site", async () => {
  expect(await sessionCookie(session)).toMatch(/^next-auth\.session-token=[\w.-]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
  expect(sessionCookieOptions()).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
});

test("over https it is Secure besides, and browsers hold us to that", async () => {
  setEnv({ ...before, appUrl: "https://signin.example" });
  expect(await sessionCookie(session)).toMatch(
    /^__Host-next-auth\.session-token=[\w.-]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(sessionCookieOptions()).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
  expect(sessionCookieName()).toBe("__Host-next-auth.session-token");
  expect(stepCookie("x")).toBe("__Host-signin_operator_step=x; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
});

test("what we sealed is opened under any key of the ring, and nothing else is", async () => {
  const token = await sealSession(session);
  expect(await openSession(token)).toEqual({ ...session, beganS: expect.any(Number) });
  const other = { id: "new", bytes: Buffer.alloc(32, 7) };
  setEnv({ ...before, keys: [other, ...before.keys] });
  expect(await openSession(token)).toEqual({ ...session, beganS: expect.any(Number) });
  setEnv({ ...before, keys: [other] });
  for (const text of [token, undefined, "", "x", "a.b.c.d.e", `${token}x`, token.slice(0, -1), "\0"])
    expect(await openSession(text)).toBeNull();
});

test("a session is its operator's only in its own version", async () => {
  const mine = await makeOperator();
  expect((await operatorOf(await sealSession(mine.session)))?.operator.email).toBe(mine.email);
  for (const version of [0, 2, 1.5, -1])
    expect(await operatorOf(await sealSession({ ...mine.session, version })).catch(() => null)).toBeNull();
  expect(await operatorOf(await sealSession({ ...mine.session, operatorId: 1n }))).toBeNull();
});

test("without the database a session is nobody's: whoever asks is told nothing, rather than let in or sent away", async () => {
  const { session: mine } = await makeOperator();
  const token = await sealSession(mine);
  await withoutDatabase(() => expect(operatorOf(token).catch((error: unknown) => toAppError(error).code)).resolves.toBe("unavailable"));
  expect((await operatorOf(token))?.operator.id).toBe(mine.operatorId);
});

test("a session ends a week after it began, however often it was renewed", async () => {
  const nowS = Math.floor(Date.now() / 1_000);
  const renewed = (beganS: number) => sealSession({ ...session, beganS }).then(openSession);
  expect(await renewed(nowS - SESSION_S + 60)).toEqual({ ...session, beganS: nowS - SESSION_S + 60 });
  expect(await renewed(nowS - SESSION_S - 60)).toBeNull();
});
