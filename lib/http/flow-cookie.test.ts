import { expect, test } from "vitest";
import { env, setEnv } from "@/lib/kernel/env";
import { sha256 } from "@/lib/kernel/secrets";
import { clearFlowCookie, newFlowCookie, readFlowCookie } from "./flow-cookie";

const read = (cookie: string | null) =>
  readFlowCookie(new Request("http://signin.localhost/", { headers: cookie === null ? {} : { cookie } }));
const fresh = () => newFlowCookie("acme").cookie.split(";")[0] ?? "";

test("what was set is what is read, among other cookies and however they are spaced", () => {
  const pair = fresh();
  const hash = sha256(pair.slice("signin_flow=".length));
  for (const header of [pair, `a=b; ${pair}`, `${pair};a=b`, `a=b;${pair}; c`, ` ${pair} `]) expect(read(header)).toEqual(hash);
});

test("only the hash is kept, and each is new", () => {
  const { cookie, hash } = newFlowCookie("acme");
  expect(hash).toHaveLength(32);
  expect(cookie).not.toContain(Buffer.from(hash).toString("base64url"));
  expect(newFlowCookie("acme").cookie).not.toBe(cookie);
});

test.each([
  null,
  "",
  "signin_flow",
  "signin_flow=",
  "signin_flow=x",
  `signin_flow=flw_${"A".repeat(48)}`,
  `xsignin_flow=flw_${"A".repeat(48)}`,
  "signin_flow=%ff; signin_flow",
  ";;;=;",
])("what we did not set is nobody: %j", (cookie) => {
  expect(read(cookie)).toBeNull();
});

test("the first of two wins: browsers send the one with the longer path first", () => {
  const [ours, planted] = [fresh(), fresh()];
  expect(read(`${ours}; ${planted}`)).toEqual(sha256(ours.slice("signin_flow=".length)));
});

test("over https its name keeps it from being planted by http, and one of the plain name is nobody", () => {
  const before = env();
  setEnv({ ...before, appUrl: "https://signin.example" });
  try {
    const { cookie, hash } = newFlowCookie("acme");
    expect(cookie).toMatch(/^__Secure-signin_flow=flw_[\w-]{48}; Path=\/acme; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/);
    const [pair = ""] = cookie.split(";");
    expect(read(pair)).toEqual(hash);
    expect(read(`${pair.replace("__Secure-", "")}; ${pair}`)).toEqual(hash);
    expect(read(pair.replace("__Secure-", ""))).toBeNull();
  } finally {
    setEnv(before);
  }
});

test("clearing names the same cookie at the same path", () => {
  const [pair, path] = clearFlowCookie("acme").split("; ");
  expect([pair, path]).toEqual(["signin_flow=", "Path=/acme"]);
  expect(clearFlowCookie("acme")).toContain("Max-Age=0");
});
