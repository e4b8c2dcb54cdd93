import { describe, expect, test } from "vitest";
import { linkAccount } from "@/lib/core/linked-accounts/link-account";
import { addPasskey } from "@/lib/core/passkeys/add-passkey";
import { beginAdding } from "@/lib/core/passkeys/begin-adding";
import { askDeletion } from "@/lib/core/self-service/ask-deletion";
import { changeOwnPassword } from "@/lib/core/self-service/change-own-password";
import { confirmEmailChange } from "@/lib/core/self-service/confirm-email-change";
import { requestEmailChange } from "@/lib/core/self-service/request-email-change";
import { createPasskey } from "@/lib/testing/authenticator";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { visitorAt } from "@/lib/testing/visitor";
import { confirmReset } from "../sign-in/confirm-reset";
import { requestReset } from "../sign-in/request-reset";
import { endSessions } from "../site-users/end-sessions";
import { beginHostedSession } from "./begin-hosted-session";
import { findHostedSession } from "./find-hosted-session";
import { type HostedSession, holderOf } from "./hosted-session";

const CLIENT = { ip: "192.0.2.1", userAgent: "Browser/1" };
const PROOF = { passwordSealed: null, budgets: [], secondFactor: false };
const PROFILE = { email: null, emailProved: false, name: null, firstName: null, lastName: null, locale: null };

/** A page has found the session that somebody shows, and handles what they want. */
async function found() {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const { context } = tenant;
  const text = await beginHostedSession(context, { kind: "signed_in", siteUserId: user.id, proof: PROOF, by: "password" }, CLIENT);
  return { tenant, user, context, session: (await findHostedSession(context, text)) as HostedSession };
}

describe("whoever was signed out while their form was handled", () => {
  test("adds no way in, and changes none", async () => {
    const { context, user, session } = await found();
    const holder = holderOf(session);
    const { answer } = createPasskey(await beginAdding(context, holder, "preferred"));
    await endSessions(context, user.id);
    const attempts: (() => Promise<unknown>)[] = [
      () => linkAccount(context, holder, { ...PROFILE, issuer: "https://id.example", subject: unique("sub") }, { name: "Works" }),
      () => requestEmailChange(context, session, { email: `${unique("new")}@example.com` }),
      () => changeOwnPassword(context, session, { current: PASSWORD, password: "another horse battery" }, visitorAt()),
      () => askDeletion(context, session),
      () => addPasskey(context, holder, { answer: JSON.stringify(answer), fallbackName: "Passkey" }, "preferred"),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "session_ended" });
  });

  test("has no new address once the password was reset", async () => {
    const { tenant, context, user, session } = await found();
    const email = `${unique("new")}@example.com`;
    await requestEmailChange(context, session, { email });
    const { code } = await newestMail(tenant, email);
    await requestReset(context, { email: user.email }, visitorAt());
    const token = (await mailsTo(tenant, user.email)).find((mail) => mail.token !== "")?.token ?? "";
    await confirmReset(context, { token }, { password: "another horse battery" });
    await expect(confirmEmailChange(context, user.id, { code: code ?? "" })).rejects.toMatchObject({ code: "code_unusable" });
  });
});
