import { z } from "zod";
import { hostedRule } from "@/lib/core/sign-in/methods/email-code/hosted-rule";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import { checkFields, fields } from "@/lib/kernel/fields";
import { askForCode } from "../code-sent";
import type { MethodSubmit } from "./method-submit";

const byLogin = z.object({ login: fields.email });

/** Has a code mailed. A mail needs an address, also where the field takes a username. */
export const emailCode: MethodSubmit = async (visit) => {
  const { context, form } = visit;
  const { usernames, enabled } = settingsOf(context.site.signIn, "password");
  const email = enabled && usernames && form.login !== undefined ? checkFields(byLogin, form).login.email : form.email;
  return askForCode(visit, { email }, hostedRule(context));
};
