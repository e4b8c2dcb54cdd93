import { addPasskey } from "@/lib/core/passkeys/add-passkey";
import { beginAdding } from "@/lib/core/passkeys/begin-adding";
import { lacksPasskey } from "@/lib/core/passkeys/lacks-passkey";
import { type HostedSession, holderOf } from "@/lib/core/sessions/hosted-session";
import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import { goOn } from "../go-on";
import type { HostedPage, Visit } from "../hosted-page";
import { seeOther, view } from "../hosted-response";
import { askedCookie } from "../passkey-offer";

/**
 * Offers a passkey on the way from a sign-in to the callback. The callback's token is made when they go on, whatever they chose, so
 * it is not running out meanwhile.
 *
 * SECURITY: a passkey outlives the session, so it is added by whoever has proved a short while ago who they are. Nobody is taken on
 * by looking.
 */
export const passkeyOfferPage: HostedPage = {
  asksWho: true,
  ownFormsOnly: true,
  async show(visit) {
    const { context, signedIn, state, path } = visit;
    if (!signedIn?.recent || !(await lacksPasskey(context, signedIn.user.id))) {
      return seeOther(path("login", state === null ? {} : { state }));
    }
    return { ...view(await offer(visit, signedIn, null)), cookie: askedCookie(context.site.slug) };
  },
  async submit(visit) {
    const { context, form, signedIn, t } = visit;
    if (form.credential !== undefined && signedIn && signedIn.handle === form.session) {
      requireMethod(context, "passkey");
      if (!signedIn.recent) throw new AppError("passkey_timed_out");
      const given = { answer: form.credential, fallbackName: t.passkeys.unnamed, unasked: isMadeUnasked(visit, signedIn) };
      await addPasskey(context, holderOf(signedIn), given, verificationOf(visit));
    }
    return goOn(visit);
  },
  refused: (visit, problem) => {
    if (!visit.signedIn) throw new AppError("not_signed_in");
    return offer(visit, visit.signedIn, problem);
  },
};

const verificationOf = ({ context }: Visit) => settingsOf(context.site.signIn, "passkey").userVerification;

/** Whether a browser may make one by itself, without asking: where a password has just been used, and nobody's finger is wanted. */
const isMadeUnasked = (visit: Visit, { provedBy }: HostedSession) => provedBy === "password" && verificationOf(visit) === "preferred";

async function offer(visit: Visit, signedIn: HostedSession, problem: Problem | null): Promise<View> {
  const { context, state } = visit;
  return {
    page: "passkey-offer",
    options: signedIn.recent ? JSON.stringify(await beginAdding(context, holderOf(signedIn), verificationOf(visit))) : null,
    unasked: problem === null && isMadeUnasked(visit, signedIn),
    session: signedIn.handle,
    state,
    problem,
  };
}
