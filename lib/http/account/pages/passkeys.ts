import { addPasskey } from "@/lib/core/passkeys/add-passkey";
import { beginAdding } from "@/lib/core/passkeys/begin-adding";
import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import type { Passkey } from "@/lib/core/passkeys/passkey";
import { removePasskey } from "@/lib/core/passkeys/remove-passkey";
import { renamePasskey } from "@/lib/core/passkeys/rename-passkey";
import { holderOf } from "@/lib/core/sessions/hosted-session";
import { isMethodOn, requireMethod } from "@/lib/core/sign-in/methods/require-method";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import type { Texts } from "@/lib/texts";
import { seeOther, view } from "../../hosted-page";
import { type AccountPage, type AccountVisit, requireRecent } from "../account-page";

const PATH = "account/passkeys";

/** What `?done=` says has just gone well. */
const notices = ({ passkeys }: Texts) =>
  new Map([
    ["added", passkeys.wasAdded],
    ["renamed", passkeys.wasRenamed],
    ["removed", passkeys.wasRemoved],
  ]);

/**
 * The passkeys of whoever is signed in. `?change=` names one, to be renamed or removed.
 *
 * SECURITY: whoever adds or removes one has proved a short while ago who they are: a passkey outlives the session.
 */
export const passkeysPage: AccountPage = {
  path: PATH,
  show: async (visit) => view(await shown(visit, null)),
  async submit(visit) {
    const { context, form, signedIn, t } = visit;
    const done = (what: string) => seeOther(visit.path(PATH, { done: what }));
    if (form.act === "rename") {
      await renamePasskey(context, signedIn.user.id, changed(visit), { name: form.name });
      return done("renamed");
    }
    requireRecent(visit);
    if (form.act === "remove") {
      await removePasskey(context, signedIn.user.id, changed(visit));
      return done("removed");
    }
    requireMethod(context, "passkey");
    const given = { answer: form.credential, fallbackName: t.passkeys.unnamed };
    await addPasskey(context, holderOf(visit.signedIn), given, settingsOf(context.site.signIn, "passkey").userVerification);
    return done("added");
  },
  refused: shown,
};

/** The passkey that `?change=` names, which may be nobody's. */
function changed({ query }: AccountVisit): bigint {
  const id = query.get("change") ?? "";
  if (!/^\d{1,16}$/.test(id)) throw new AppError("not_found");
  return BigInt(id);
}

async function shown(visit: AccountVisit, problem: Problem | null): Promise<View> {
  const { context, query, signedIn, t } = visit;
  const passkeys = await listPasskeys(context, signedIn.user.id);
  const one = passkeys.find(({ id }) => String(id) === query.get("change"));
  if (one) return { page: "account-passkey", passkey: toldOf(one, t), problem };
  const adds = signedIn.recent && isMethodOn(context, "passkey");
  const { userVerification } = settingsOf(context.site.signIn, "passkey");
  return {
    page: "account-passkeys",
    passkeys: passkeys.map((passkey) => toldOf(passkey, t)),
    options: adds ? JSON.stringify(await beginAdding(context, holderOf(visit.signedIn), userVerification)) : null,
    notice: problem ? null : (notices(t).get(query.get("done") ?? "") ?? null),
    problem,
  };
}

const toldOf = ({ id, name, provider, createdAt, lastUsedAt }: Passkey, { language }: Texts) => {
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
  return {
    id: String(id),
    name,
    provider: provider === name ? null : provider,
    created: day.format(createdAt),
    used: lastUsedAt && day.format(lastUsedAt),
  };
};
