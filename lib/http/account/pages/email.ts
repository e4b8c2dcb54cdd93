import { confirmEmailChange, isLiveChange } from "@/lib/core/self-service/confirm-email-change";
import { pendingChange } from "@/lib/core/self-service/email-change";
import { forgetEmailChanges } from "@/lib/core/self-service/forget-email-changes";
import { requestEmailChange } from "@/lib/core/self-service/request-email-change";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import { seeOther, view } from "../../hosted-page";
import { sitePath } from "../../hosted-response";
import { type AccountPage, type AccountVisit, requireRecent } from "../account-page";

async function drawn({ context, form, query, signedIn }: AccountVisit, problem: Problem | null): Promise<View> {
  const { user } = signedIn;
  const token = form.token ?? query.get("token");
  const [pending, live] = await Promise.all([
    pendingChange(context, user.id),
    token === null ? false : isLiveChange(context, user.id, token),
  ]);
  return {
    page: "account-email",
    email: user.email,
    verified: user.emailVerifiedAt !== null,
    pending: pending?.email ?? null,
    token: live ? token : null,
    typed: form.email ?? "",
    done: query.get("done") === "changed",
    problem,
  };
}

/**
 * Another address: asks for it (`act` is `ask`), confirms it by the mail's link or code (`confirm`), or leaves it (`cancel`).
 * Opening the link spends nothing; the button does.
 */
export const emailPage: AccountPage = {
  path: "account/email",
  async show(visit) {
    const shown = await drawn(visit, null);
    // Asked for now, and not when the form is sent, so that nothing is typed twice.
    if (shown.page === "account-email" && shown.pending === null && !shown.done) requireRecent(visit);
    return view(shown);
  },
  async submit(visit) {
    const { context, form, signedIn } = visit;
    const { id } = signedIn.user;
    const here = (query = {}) => seeOther(sitePath(context.site, "account/email", query));
    switch (form.act) {
      case "ask":
        requireRecent(visit);
        await requestEmailChange(context, signedIn, { email: form.email });
        return here();
      case "confirm":
        await confirmEmailChange(context, id, form.token === undefined ? { code: form.code ?? "" } : { token: form.token });
        return here({ done: "changed" });
      case "cancel":
        await forgetEmailChanges(context.db, id);
        return here();
      default:
        throw new AppError("bad_request");
    }
  },
  refused: drawn,
};
