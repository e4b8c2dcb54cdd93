import type { Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import type { Texts } from "@/lib/texts";
import { hostedResponse, type Step, view } from "./hosted-response";
import { senderOf } from "./origin";
import { readForm } from "./read-form";
import { problemOf, refusalPage } from "./refusal-page";
import { report } from "./report";
import { type ContractedRoute, contracted, type RouteContract } from "./route";
import { spokenTo } from "./spoken-to";

type Page = {
  show(query: URLSearchParams, t: Texts): Promise<Step> | Step;
  submit(form: Readonly<Record<string, string>>, t: Texts): Promise<Step>;
  refused(form: Readonly<Record<string, string>>, problem: Problem): View;
};

const CONTRACT: RouteContract = { kind: "public", credential: "none", statuses: [200, 303, 400, 403, 413, 415, 422] };

/** A page of the product itself, with one form that posts to its own address. Same defences as a site's pages. */
export function productPage(page: Page): { GET: ContractedRoute; POST: ContractedRoute } {
  return {
    GET: contracted(CONTRACT, async (request) => {
      try {
        const { t } = spokenTo(request);
        return await hostedResponse(await page.show(new URL(request.url).searchParams, t), t, null);
      } catch (error) {
        return refusalPage(toAppError(error), request);
      }
    }),
    POST: contracted(CONTRACT, async (request) => {
      try {
        if (senderOf(request) === "foreign") throw new AppError("forbidden_origin");
        const form = await readForm(request);
        const { t } = spokenTo(request);
        return await hostedResponse(await submitted(page, form, request, t), t, null);
      } catch (error) {
        return refusalPage(toAppError(error), request);
      }
    }),
  };
}

async function submitted(page: Page, form: Record<string, string>, request: Request, t: Texts): Promise<Step> {
  try {
    return await page.submit(form, t);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.status !== 422 && error.status !== 503) throw error;
    report(error, request);
    return view(page.refused(form, problemOf(error, request, t)), error.status);
  }
}
