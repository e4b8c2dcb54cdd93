import { proveAgain } from "@/lib/core/sessions/prove-again";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { ConfirmOffers } from "@/lib/hosted/account/told";
import type { View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import { seeOther, view } from "../../hosted-page";
import { finishOrAsk } from "../../second-step";
import type { AccountPage, AccountVisit } from "../account-page";
import { CONFIRMATIONS } from "../confirmations";

const isWay = (name: string | undefined): name is keyof typeof CONFIRMATIONS => name !== undefined && Object.hasOwn(CONFIRMATIONS, name);

async function asked(visit: AccountVisit): Promise<Omit<Extract<View, { page: "account-confirm" }>, "problem">> {
  const ways = Object.entries(CONFIRMATIONS).map(async ([id, { offer }]) => [id, await offer(visit)] as const);
  const offers = Object.fromEntries((await Promise.all(ways)).filter(([, offer]) => offer !== undefined)) as ConfirmOffers;
  return { page: "account-confirm", email: visit.signedIn.user.email, offers };
}

/**
 * Proves once more who is in front of the browser, and goes on to where they wanted to. Whose second factor was not shown in this
 * session shows it, or sets one up, as in a sign-in.
 */
export const confirmPage: AccountPage = {
  path: "account",
  hashes: true,
  show: async (visit) => view({ ...(await asked(visit)), problem: null }),
  async submit(visit) {
    const { context, form, signedIn, to, path } = visit;
    if (!isWay(form.confirm)) throw new AppError("bad_request");
    const proved = await CONFIRMATIONS[form.confirm].prove(visit);
    if (proved.kind !== "signed_in") return proved;
    const finish = async (whole: SignedIn) => {
      await proveAgain(context, signedIn, whole);
      return seeOther(path(to ?? "account"));
    };
    return finishOrAsk(visit, proved, finish, { trust: false });
  },
  refused: async (visit, problem) => ({ ...(await asked(visit)), problem }),
};
