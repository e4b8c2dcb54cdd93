import { askDeletion } from "@/lib/core/self-service/ask-deletion";
import { clearSessionCookie } from "../../browser-session";
import { seeOther, view } from "../../hosted-page";
import { sitePath } from "../../hosted-response";
import { type AccountPage, requireRecent } from "../account-page";

/** The end of an account, for whoever has just proved that it is theirs. */
export const deletePage: AccountPage = {
  path: "account/delete",
  show(visit) {
    requireRecent(visit);
    return view({ page: "account-delete", email: visit.signedIn.user.email });
  },
  async submit(visit) {
    requireRecent(visit);
    const { context, signedIn } = visit;
    await askDeletion(context, signedIn);
    return seeOther(sitePath(context.site, "login", { done: "deleted" }), clearSessionCookie(context.site.slug));
  },
};
