import { z } from "zod";
import { hostedRule } from "@/lib/core/sign-in/methods/email-code/hosted-rule";
import { requestCode } from "@/lib/core/sign-in/methods/email-code/request-code";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import { checkFields, fields } from "@/lib/kernel/fields";
import { codeSentStep } from "../code-sent";
import type { MethodSubmit } from "./method-submit";

const byLogin = z.object({ login: fields.email });

/** Has a code mailed. A mail needs an address, also where the field takes a username. */
export const emailCode: MethodSubmit = async (visit) => {
  const { context, form, visitor, state, to, browser } = visit;
  const { usernames, enabled } = settingsOf(context.site.signIn, "password");
  const email = enabled && usernames && form.login !== undefined ? checkFields(byLogin, form).login.email : form.email;
  const { device } = await requestCode(context, { email }, hostedRule(context), visitor, { userAgent: browser.userAgent, state, to });
  return codeSentStep(visit, device);
};
