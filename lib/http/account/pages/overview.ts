import { view } from "../../hosted-page";
import type { AccountPage } from "../account-page";
import { accountFacts } from "../facts";

/** The overview of somebody's own account. */
export const overviewPage: AccountPage = {
  path: "account",
  async show(visit) {
    const { email, firstName } = visit.signedIn.user;
    return view({ page: "account", email, name: firstName, facts: await accountFacts(visit) });
  },
};
