import { mailboxIsOpen } from "@/lib/core/mails/require-mailbox";
import { type CodeRule, takesNewUsers } from "@/lib/core/sign-in/methods/email-code/email-code";
import { findRequest } from "@/lib/core/sign-in/methods/email-code/find-request";
import { hostedRule } from "@/lib/core/sign-in/methods/email-code/hosted-rule";
import { requestCode } from "@/lib/core/sign-in/methods/email-code/request-code";
import type { Problem, View } from "@/lib/hosted/view";
import { parseEmail } from "@/lib/kernel/email";
import { isAppError } from "@/lib/kernel/errors";
import { CODE_COOKIE, codeCookie } from "./code-cookie";
import type { Visit } from "./hosted-page";
import { type Step, view } from "./hosted-response";
import { mailApp, maskedEmail } from "./mail-app";

/** Where nobody knows of a request: from the beginning. */
export const beginning = ({ state }: Visit, problem: Problem | null = null): View => ({
  page: "sign-in",
  method: "email_code",
  email: "",
  state,
  notice: null,
  problem,
});

/** The page on which the code of a device's request is typed; null: there is no such request. */
export async function codeSentView(
  { context, state, t }: Visit,
  device: string | null,
  { problem = null, notice = null }: { readonly problem?: Problem | null; readonly notice?: string | null } = {},
): Promise<View | null> {
  const asked = device === null ? null : await findRequest(context, device);
  if (device === null || !asked) return null;
  const certain = takesNewUsers(context) && hostedRule(context).mayCreate;
  return {
    page: "code-sent",
    email: maskedEmail(asked.email),
    device,
    state,
    maybe: !certain,
    notice,
    // Where mails are kept instead of sent, that is where they are read: for whoever runs the installation.
    mailApp: mailboxIsOpen() ? { name: t.emailCode.mailbox, href: "/dashboard/mailbox" } : mailApp(asked.emailCanonical),
    problem,
  };
}

type Asked = { readonly email: string | undefined; readonly name?: string | undefined };

/**
 * Has a code mailed, and shows where it is typed. Where this browser has asked for one to the same address a moment ago, that one is
 * on its way, and counts.
 *
 * @throws AppError as `requestCode`
 */
export async function askForCode(visit: Visit, input: Asked, rule: CodeRule): Promise<Step> {
  const { context, visitor, state, codeChallenge, to, browser, cookie, t } = visit;
  try {
    const { device } = await requestCode(context, input, rule, visitor, { userAgent: browser.userAgent, state, codeChallenge, to });
    return await codeSentStep(visit, device);
  } catch (error) {
    const device = cookie(CODE_COOKIE);
    if (!isAppError(error) || error.code !== "mail_just_sent" || device === null) throw error;
    const asked = await findRequest(context, device);
    if (asked?.state !== "live" || asked.emailCanonical !== parseEmail(input.email ?? "")?.canonical) throw error;
    return codeSentStep(visit, device, t.errors.mail_just_sent);
  }
}

/** The same as an answer. This browser is known as the one that asked; in a frame, where cookies do not come along, the form says so. */
export async function codeSentStep(visit: Visit, device: string | null, notice: string | null = null): Promise<Step> {
  const shown = await codeSentView(visit, device, { notice });
  if (device === null || !shown) return view(beginning(visit));
  const step = view(shown);
  return visit.frame ? step : { ...step, cookie: codeCookie(visit.context.site.slug, device) };
}
