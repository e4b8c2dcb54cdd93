import { type LinkedAccount, listLinkedAccounts } from "@/lib/core/linked-accounts/list-linked-accounts";
import { unlinkAccount } from "@/lib/core/linked-accounts/unlink-account";
import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import type { LinkedShown } from "@/lib/hosted/account/told";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { seeOther, view } from "../../hosted-page";
import { departure } from "../../pages/social-start";
import { shownProviders } from "../../shown-providers";
import { type AccountPage, type AccountVisit, requireRecent } from "../account-page";

const PATH = "account/linked";

/** Why somebody may be back from a provider with nothing linked, as `?problem=` says. */
const REFUSALS = ["linked_elsewhere", "provider_denied", "provider_failed", "sign_in_expired", "too_many_attempts"] as const;

/**
 * The accounts elsewhere of whoever is signed in. `account` is unlinked; one at `provider` is linked, which leads there and back.
 *
 * SECURITY: whoever links or unlinks one has proved a short while ago who they are: what is linked outlives the session.
 */
export const linkedPage: AccountPage = {
  path: PATH,
  show: async (visit) => view(await shown(visit, refusalOf(visit))),
  async submit(visit) {
    const { context, form, signedIn } = visit;
    requireRecent(visit);
    if (form.account !== undefined) {
      if (!/^\d{1,16}$/.test(form.account)) throw new AppError("not_found");
      await unlinkAccount(context, signedIn.user.id, BigInt(form.account));
      return seeOther(visit.path(PATH, { done: "unlinked" }));
    }
    requireMethod(context, "social");
    return departure(visit, signedIn.user.id);
  },
  refused: shown,
};

async function shown(visit: AccountVisit, problem: Problem | null): Promise<View> {
  const { context, signedIn, t } = visit;
  const accounts = await listLinkedAccounts(context, signedIn.user.id);
  return {
    page: "account-linked",
    accounts: accounts.map((account) => toldOf(account, t)),
    providers: shownProviders(context).filter(({ id }) => !accounts.some(({ providerId }) => String(providerId) === id)),
    notice: problem ? null : noticeOf(visit, accounts),
    problem,
  };
}

/** What `?done=` says has just gone well; `provider` is the one whose account was linked. */
function noticeOf({ query, t }: AccountVisit, accounts: readonly LinkedAccount[]): string | null {
  if (query.get("done") === "unlinked") return t.social.unlinked;
  const linked = accounts.find(({ providerId }) => String(providerId) === query.get("provider"));
  return query.get("done") === "linked" && linked ? fill(t.social.linked, { provider: linked.providerName }) : null;
}

function refusalOf({ query, t }: AccountVisit): Problem | null {
  const code = REFUSALS.find((each) => each === query.get("problem"));
  return code === undefined ? null : { status: 422, form: t.errors[code], fields: {}, retryAfterS: null, code, reference: null };
}

function toldOf({ id, kind, providerName, email, createdAt, lastUsedAt }: LinkedAccount, { language }: Texts): LinkedShown {
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
  return { id: String(id), kind, provider: providerName, email, linked: day.format(createdAt), used: day.format(lastUsedAt) };
}
