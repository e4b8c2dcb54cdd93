import { unusualOf } from "@/lib/core/branding/branding";
import { getBranding } from "@/lib/core/branding/get-branding";
import { requireSite } from "@/lib/core/sites/require-site";
import { AppError } from "@/lib/kernel/errors";
import { idParam } from "@/lib/rest/shapes";
import { hostedResponse, view } from "./hosted-response";
import { operatorRoute } from "./operator-route";
import { isPreviewState, PREVIEW_STATES } from "./preview-states";
import { problemOf } from "./refusal-page";
import { spokenTo } from "./spoken-to";

/**
 * A page of a site as it will be once the draft is published: the real page, in the state, the language and the light that the
 * query asks for. A branding that is always light, or always dark, stays so.
 *
 * SECURITY: for operators of the account. Its forms send nothing: a password that is typed to try it out goes nowhere.
 */
export const brandingPreview = operatorRoute([200], async (operator, { id }, request) => {
  const site = await requireSite(operator, idParam.catch(0n).parse(id));
  const query = new URL(request.url).searchParams;
  const [state, scheme] = [query.get("state") ?? "sign_in", query.get("scheme")];
  if (!isPreviewState(state)) throw new AppError("not_found");
  const { published, draft } = await getBranding(site);
  const chosen = draft ?? published;
  const appearance = chosen.appearance === "auto" && (scheme === "light" || scheme === "dark") ? scheme : chosen.appearance;
  const row = { ...site.site, branding: JSON.stringify(unusualOf({ ...chosen, appearance })) };
  const { t } = spokenTo(request);
  const shown = PREVIEW_STATES[state].view({ site: row, t, problem: (error) => problemOf(error, request, t) });
  const page = await hostedResponse(view(shown), t, row);
  const policy = page.headers.get("content-security-policy") ?? "";
  page.headers.set("content-security-policy", policy.replace(/form-action [^;]*/, "form-action 'none'"));
  return page;
});
