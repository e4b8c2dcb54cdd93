import { confirmCode } from "@/lib/core/sign-in/methods/email-code/confirm-code";
import { confirmLink } from "@/lib/core/sign-in/methods/email-code/confirm-link";
import { askedHere, findLink } from "@/lib/core/sign-in/methods/email-code/find-link";
import { hostedRule } from "@/lib/core/sign-in/methods/email-code/hosted-rule";
import { resendCode } from "@/lib/core/sign-in/methods/email-code/resend-code";
import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { View } from "@/lib/hosted/view";
import { browserAndSystem } from "@/lib/kernel/device";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { agoText } from "@/lib/texts/ago-text";
import { CODE_COOKIE } from "../code-cookie";
import { beginning, codeSentStep, codeSentView } from "../code-sent";
import { deadLink } from "../dead-link";
import type { HostedPage, Visit } from "../hosted-page";
import { type Step, view } from "../hosted-response";

/**
 * The page behind a mailed code: takes the code (`device`, `code`), has another mail sent (`device`, `resend`), and is what the
 * mail's link opens (`token`). Opening the link spends nothing; the button does.
 */
export const emailCodePage: HostedPage = {
  async show(visit) {
    const token = visit.query.get("token");
    if (token === null) return codeSentStep(visit, visit.cookie(CODE_COOKIE));
    return orDeadLink(visit, async () => {
      const { shown, codeChallenge } = await linkView(visit, token);
      return { ...view(shown), stands: { frame: visit.frame, to: visit.to, codeChallenge } };
    });
  },
  async submit(visit) {
    const { context, form, visitor } = visit;
    requireMethod(context, "email_code");
    const { token } = form;
    if (token !== undefined) return orDeadLink(visit, () => confirmLink(context, token, SHOWN, visitor));
    const device = deviceOf(visit) ?? "";
    return form.resend === undefined ? signInByCode(visit, device, form.code ?? "") : sendAgain(visit, device);
  },
  async refused(visit, problem) {
    const { token } = visit.form;
    if (token !== undefined) return { ...(await linkView(visit, token)).shown, problem };
    return (await codeSentView(visit, deviceOf(visit), { problem })) ?? beginning(visit, problem);
  },
};

/** Who was mailed a code may sign in with it: whether strangers are was settled then. */
const SHOWN = { mayCreate: true };

const deviceOf = ({ form, cookie }: Visit) => form.device ?? cookie(CODE_COOKIE);

async function signInByCode(visit: Visit, device: string, code: string): Promise<Step | SignedIn> {
  const outcome = await confirmCode(visit.context, { device, code }, SHOWN, visit.visitor);
  if (outcome.kind === "signed_in") return outcome;
  if (outcome.kind === "unknown") return codeSentStep(visit, null);
  const over = outcome.kind !== "wrong" || outcome.failed >= outcome.most;
  const refusal = over ? ("code_over" as const) : ("code_unusable" as const);
  throw new AppError(refusal);
}

async function sendAgain(visit: Visit, device: string): Promise<Step> {
  const { context, visitor, to, t } = visit;
  const { mayCreate } = hostedRule(context);
  const sent = await resendCode(context, device, visitor, { mayCreate, link: true, to });
  if (sent === "unknown") return codeSentStep(visit, null);
  return codeSentStep(visit, device, sent === "mailed" ? t.emailCode.sentAgain : t.errors.mail_just_sent);
}

type Opened = { readonly shown: View & { readonly page: "code-link" }; readonly codeChallenge: string | null };

/**
 * What the link opens: in the browser that asked there is nothing more to say, and it goes on with what the application wanted;
 * elsewhere, who asked, from where and when.
 */
async function linkView({ context, cookie, t }: Visit, token: string): Promise<Opened> {
  const link = await findLink(context, token);
  const here = askedHere(link, cookie(CODE_COOKIE));
  const asked = {
    browser: link.askedAgent === null ? null : browserAndSystem(link.askedAgent),
    ip: link.askedIp,
    ago: agoText(t, (Date.now() - link.askedAt.getTime()) / 1_000),
  };
  const { state, codeChallenge } = here ? link : { state: null, codeChallenge: null };
  return { shown: { page: "code-link", token, email: link.email, state, asked: here ? null : asked, problem: null }, codeChallenge };
}

async function orDeadLink<Done>({ path, t }: Visit, work: () => Promise<Done>): Promise<Done | Step> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error) && error.code === "link_unusable") return deadLink({ path, t }, "login/code");
    throw error;
  }
}
