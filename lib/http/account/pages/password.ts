import { changeOwnPassword } from "@/lib/core/self-service/change-own-password";
import { hasPassword } from "@/lib/core/self-service/has-password";
import type { Problem, View } from "@/lib/hosted/view";
import { seeOther, view } from "../../hosted-page";
import { sitePath } from "../../hosted-response";
import { type AccountPage, type AccountVisit, requireRecent } from "../account-page";

async function drawn(visit: AccountVisit, problem: Problem | null): Promise<View> {
  const { context, query, signedIn } = visit;
  const known = await hasPassword(context, signedIn.user.id);
  return { page: "account-password", email: signedIn.user.email, known, done: query.get("done") === "changed", problem };
}

/** Another password, for whoever knows the present one; a first one, for whoever has just proved who they are. */
export const passwordPage: AccountPage = {
  path: "account/password",
  hashes: true,
  async show(visit) {
    if (!(await hasPassword(visit.context, visit.signedIn.user.id))) requireRecent(visit);
    return view(await drawn(visit, null));
  },
  async submit(visit) {
    const { context, form, signedIn, visitor } = visit;
    if (!(await hasPassword(context, signedIn.user.id))) requireRecent(visit);
    await changeOwnPassword(context, signedIn, { current: form.current, password: form.password }, visitor);
    return seeOther(sitePath(context.site, "account/password", { done: "changed" }));
  },
  refused: drawn,
};
