import { siteOfSlug } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { hostedResponse, seeOther, sitePath } from "../hosted-response";
import { readForm } from "../read-form";
import { refusalPage } from "../refusal-page";
import type { RouteHandler } from "../route";
import { spokenTo } from "../spoken-to";
import { ANSWER } from "./social-callback";

/** As much of a value as fits into an address, and more than any provider says. */
const LONGEST = 4_096;

/**
 * Takes an answer that a provider has the browser post, and has the browser come again with it: a page of somebody else's sends none
 * of our cookies with a form.
 *
 * SECURITY: anybody's form is taken, because nothing is done with it here.
 */
export const socialCallbackForm: RouteHandler = async (request, context) => {
  try {
    const slug = String((await context.params).site).replace(/^@/, "");
    const site = await siteOfSlug(slug);
    if (!site) throw new AppError("not_found");
    const form = await readForm(request);
    const answer = Object.fromEntries(ANSWER.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]])));
    if (Object.values(answer).some((value) => encodeURIComponent(value).length > LONGEST)) throw new AppError("too_large");
    return await hostedResponse(seeOther(sitePath(site.site, "social/callback", answer)), spokenTo(request).t, site.site);
  } catch (error) {
    return refusalPage(toAppError(error), request);
  }
};
