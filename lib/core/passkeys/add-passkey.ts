import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { newId } from "@/lib/kernel/ids";
import { recordEvent } from "../audit/record-event";
import type { SessionHolder } from "../sessions/hosted-session";
import { requireOpenSession } from "../sessions/require-open-session";
import { readAttestation, readChallenge } from "./answer";
import { requireLiveChallenge, spendChallenge } from "./challenge";
import { MOST_PASSKEYS } from "./passkey";
import { providerOf } from "./provider";
import { userHandleOf } from "./user-handle";
import type { UserVerification } from "./user-verification";
import { verifyAttestation } from "./verify-attestation";

type Given = {
  /** The answer as the browser's JSON. */
  readonly answer: unknown;
  /** What to call it where its maker is not known. */
  readonly fallbackName: string;
  /** Whether a browser may have made it by itself, with nobody there. Left out: no. */
  readonly unasked?: boolean;
};

/**
 * Adds the passkey that somebody has made for their account, and has them told by mail, in one transaction.
 *
 * @returns its id
 * @throws AppError `passkey_not_added`, `passkey_timed_out`, `passkey_known`, `too_many_passkeys`, `not_signed_in`, `session_ended`
 */
export async function addPasskey(
  site: SiteContext,
  { siteUserId, session }: SessionHolder,
  { answer, fallbackName, unasked = false }: Given,
  userVerification: UserVerification,
): Promise<bigint> {
  const given = readAttestation(answer);
  const challenge = given && readChallenge(given);
  if (!given || !challenge) throw new AppError("passkey_not_added");
  requireLiveChallenge(site, { kind: "add", siteUserId, session }, challenge);
  const made = await verifyAttestation(given, challenge, { userVerification, unasked });
  if (!(await spendChallenge(site, challenge))) throw new AppError("passkey_not_added");
  const id = newId();
  try {
    await site.db.$transaction(async (db) => {
      await db.$lockSiteUser(siteUserId);
      await requireOpenSession(db, { siteUserId, session });
      const user = await db.siteUser.findFirst({ where: { id: siteUserId, blockedAt: null }, select: { emailCanonical: true } });
      if (!user) throw new AppError("not_signed_in");
      if ((await db.passkey.count({ where: { siteUserId } })) >= MOST_PASSKEYS) throw new AppError("too_many_passkeys");
      const name = providerOf(made.aaguid) ?? fallbackName;
      const { id: _, ...rest } = { id: null, ...made };
      await db.passkey.create({
        data: { ...rest, id, siteUserId, name, transports: given.response.transports, userHandle: userHandleOf(site.scope, siteUserId) },
      });
      await enqueue(db, "mail-passkey-changed", { emailCanonical: user.emailCanonical, change: "added", name });
      await recordEvent(db, { type: "passkey.added", siteUserId, data: { passkey_id: String(id) } });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? new AppError("passkey_known", { cause: error }) : error;
  }
  return id;
}
