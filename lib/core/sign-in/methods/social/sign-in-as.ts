import { linkProvedAccount, noteLinkedAccount } from "@/lib/db/hot/linked-accounts";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { happened } from "../../../audit/happened";
import { isNoMailAddress } from "../../../site-users/no-mail-address";
import { countDisclosure, requireOpenAddress } from "../../attempts";
import type { Outcome } from "../../outcome";
import { proofMail } from "../../proof-mail";
import { needsProof } from "../../proof-rule";
import type { Visitor } from "../../visitor";
import { createLinkedUser } from "./create-linked-user";
import type { Profile } from "./profile";

/**
 * Signs in whom a provider vouches for: whose account there is linked, or whose address it proves; otherwise they become a user,
 * where the site takes new ones.
 *
 * SECURITY: an address links only what is proved on both sides. One that the provider does not vouch for opens nobody's account.
 * One that was never proved here may have been somebody else's to sign up with: at its first proof, which this is, whatever was set
 * or opened before is void.
 *
 * @param flowHash by what this browser is known from now on as the one that a mail was sent for. SECURITY: not by what it showed, which
 *   somebody may have planted
 * @throws AppError `sign_in_to_link`, `sign_ups_closed`, `provider_without_email`, `provider_failed` (blocked), `too_many_attempts`
 */
export async function signInAs(
  site: SiteContext,
  profile: Profile,
  provider: { readonly name: string },
  visitor: Visitor,
  flowHash = visitor.browserHash,
): Promise<Outcome> {
  const once = () => attempt(site, profile, provider, visitor, { ...visitor, browserHash: flowHash });
  // Somebody may be quicker by a hair: the same person, twice. The second look finds what the first one left.
  return (await once()) ?? (await once()) ?? failed();
}

const failed = () => {
  throw new AppError("provider_failed");
};

async function attempt(
  site: SiteContext,
  profile: Profile,
  provider: { readonly name: string },
  visitor: Visitor,
  asking: Visitor,
): Promise<Outcome | null> {
  const { issuer, subject, email, emailProved } = profile;
  const linked = await noteLinkedAccount(site.scope, { issuer, subject, email: email?.email ?? null });
  if (linked) {
    if (linked.blocked) throw new AppError("provider_failed");
    return outcomeFor(site, linked, asking);
  }
  const known = email && (await findKnown(site, email.canonical));
  if (!email || !known) return create(site, profile, asking);
  if (!emailProved) {
    await requireOpenAddress(site, email.canonical, visitor.ip);
    await countDisclosure(site, visitor.ip);
    throw new AppError("sign_in_to_link");
  }
  if (known.blockedAt) throw new AppError("provider_failed");
  const link = { id: newId(), siteUserId: known.id, issuer, subject, email: email.email, emailCanonical: email.canonical };
  const event = happened({ type: "linked_account.added", siteUserId: known.id, data: { linked_account_id: String(link.id) } });
  if (!(await linkProvedAccount(site.scope, link, visitor.browserHash, event))) return null;
  await enqueue(site.db, "mail-account-linked", { emailCanonical: email.canonical, providerName: provider.name });
  return signedIn(known.id);
}

async function create(site: SiteContext, profile: Profile, visitor: Visitor): Promise<Outcome | null> {
  const { email, emailProved } = profile;
  const id = await createLinkedUser(site, profile, visitor);
  if (id === null) return null;
  return email && !emailProved && needsProof(site, "as_site") ? { kind: "check_mail", email: email.email } : signedIn(id);
}

const findKnown = (site: SiteContext, emailCanonical: string) =>
  site.db.siteUser.findFirst({ where: { emailCanonical }, select: { id: true, blockedAt: true } });

type Known = { readonly siteUserId: bigint; readonly emailCanonical: string; readonly emailVerifiedAt: Date | null };

async function outcomeFor(site: SiteContext, user: Known, visitor: Visitor): Promise<Outcome> {
  if (user.emailVerifiedAt || !needsProof(site, "as_site")) return signedIn(user.siteUserId);
  if (isNoMailAddress(user.emailCanonical)) throw new AppError("provider_without_email");
  await enqueue(site.db, "mail-verification", proofMail(user.emailCanonical, visitor));
  return { kind: "check_mail", email: user.emailCanonical };
}

const signedIn = (siteUserId: bigint): Outcome => ({
  kind: "signed_in",
  siteUserId,
  proof: { passwordSealed: null, budgets: [], secondFactor: false },
});
