import { describe, expect, test } from "vitest";
import { sha256 } from "@/lib/kernel/secrets";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import type { ProofRule } from "./proof-rule";
import { signIn } from "./sign-in";
import { signUp } from "./sign-up";

const IP = "192.0.2.7";
const visitor = (ip: string | null = IP) => ({ ip, browserHash: null, program: true, language: "en", aside: <T>(wait: () => T) => wait() });

const nobody = () => `${unique("new")}@example.com`;
const refusal = (code: string) => expect.objectContaining({ code });

const trySignUp = ({ context }: Tenant, email: string, ip: string | null = IP, rule: ProofRule = "as_site") =>
  signUp(context, { email, password: PASSWORD }, visitor(ip), rule);

const countedAgainst = ({ site }: Tenant) =>
  sql<{ count: number }>("SELECT count FROM attempts WHERE site_id = $1 AND key = $2", [site.id, sha256(`sign-in address:${IP}`)]);

describe("a sign-up that tells of an account", () => {
  test("counts like a wrong password against who asks, whichever wire's rule it follows", async () => {
    const tenant = await makeTenant({ emailVerification: "required" });
    const { email } = await makeUser(tenant);
    await expect(trySignUp(tenant, email)).resolves.toMatchObject({ kind: "check_mail" });
    expect(await countedAgainst(tenant)).toEqual([]);
    for (const rule of ["never", "unless_off"] as const) {
      await expect(trySignUp(tenant, email, IP, rule), rule).rejects.toEqual(refusal("account_not_created"));
    }
    expect(await countedAgainst(tenant)).toEqual([{ count: 2 }]);
  });

  test("closes to an internet address after a hundred, to a known and an unknown one alike", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    await expect(trySignUp(tenant, email)).rejects.toEqual(refusal("account_not_created"));
    await sql("UPDATE attempts SET count = 100 WHERE site_id = $1", [tenant.site.id]);
    for (const typed of [email, nobody()]) {
      await expect(trySignUp(tenant, typed)).rejects.toMatchObject({ code: "too_many_attempts", retryAfterS: expect.any(Number) });
    }
    await expect(signIn(tenant.context, { email, password: PASSWORD }, visitor())).rejects.toEqual(refusal("too_many_attempts"));
    await expect(trySignUp(tenant, nobody(), "192.0.2.8")).resolves.toMatchObject({ kind: "signed_in" });
    await expect(trySignUp(tenant, nobody(), null)).resolves.toMatchObject({ kind: "signed_in" });
  });
});
