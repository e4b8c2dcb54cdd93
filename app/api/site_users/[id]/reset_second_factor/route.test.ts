import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { send } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeFactor, makeStep } from "@/lib/testing/make-factor";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { act, describeAction } from "@/lib/testing/site-user-action";
import { sql } from "@/lib/testing/sql";

describeAction("reset_second_factor", () => {
  test("what they had counts no more, and they are told once, however often it is said", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const { code } = await makeFactor(tenant, user);
    const step = await makeStep(tenant, user);
    const told = await call("GET", `/api/site_users/${user.id}`, { token: tenant.apiToken });
    expect(await told.json()).toMatchObject({ site_user: { id: Number(user.id), second_factor: true } });
    for (let time = 0; time < 2; time += 1)
      expect(await act(tenant, user.id, "reset_second_factor")).toMatchObject({
        status: 200,
        body: { site_user: { id: Number(user.id), second_factor: false } },
      });
    for (const table of ["totp_secrets", "recovery_codes", "second_factor_steps", "trusted_browsers"])
      expect(await sql(`SELECT 1 FROM ${table} WHERE site_user_id = $1`, [user.id])).toEqual([]);
    expect(await sql("SELECT second_factor FROM site_users WHERE id = $1", [user.id])).toEqual([{ second_factor: false }]);
    expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject)).toEqual(["Two-step sign-in is off at Acme"]);
    expect((await send(`/${tenant.site.slug}/second-factor`, { step, factor: "totp", code: code() })).status).toBe(401);
  });
});
