"use server";

import { unlinkAccount } from "@/lib/core/linked-accounts/unlink-account";
import { requireRecent } from "@/lib/core/operators/require-recent";
import { removePasskey } from "@/lib/core/passkeys/remove-passkey";
import { endSession } from "@/lib/core/sessions/end-session";
import { findSession } from "@/lib/core/sessions/find-session";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { createSiteUser } from "@/lib/core/site-users/create-site-user";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { endSessions } from "@/lib/core/site-users/end-sessions";
import { markVerified } from "@/lib/core/site-users/mark-verified";
import { requireSiteUser } from "@/lib/core/site-users/require-site-user";
import { resetSecondFactor } from "@/lib/core/site-users/reset-second-factor";
import { sendReset } from "@/lib/core/site-users/send-reset";
import { unblockSiteUser } from "@/lib/core/site-users/unblock-site-user";
import { updateSiteUser } from "@/lib/core/site-users/update-site-user";
import { requireSite } from "@/lib/core/sites/require-site";
import type { ActionState } from "@/lib/http/operator-action";
import { AppError, invalid } from "@/lib/kernel/errors";
import { type CurrentOperator, operatorAction } from "../../../../session";
import { sentId } from "../current-site";
import { sentJson } from "./sent-json";

/** The user whom an action is about, and their site: both the operator's, and the one inside the other. */
const userOf = (operator: CurrentOperator, siteId: unknown, userId: unknown) => requireSiteUser(operator, sentId(siteId), sentId(userId));

/** Makes a user from an address, and a name and a password where they are given. */
export async function createUser(siteId: string, form: FormData): Promise<ActionState<{ userId: string }>> {
  return operatorAction(
    async (operator) => {
      const site = await requireSite(operator, sentId(siteId));
      const input = { email: form.get("email"), name: form.get("name"), password: form.get("password") || undefined };
      return { userId: String((await createSiteUser(site, input)).id) };
    },
    { recent: true },
  );
}

/**
 * Changes what the form sends of a user; an empty password leaves theirs as it is.
 *
 * SECURITY: another address or password lets somebody in as this user.
 */
export async function updateUser(siteId: string, userId: string, form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { user } = await userOf(operator, siteId, userId);
    const sent = (name: string) => form.get(name) ?? undefined;
    const [email, password] = [sent("email"), form.get("password") || undefined];
    if (password !== undefined || (email !== undefined && email !== user.email)) requireRecent(operator);
    await updateSiteUser(operator, user.id, {
      email,
      name: sent("name"),
      password,
      username: sent("username"),
      firstName: sent("firstName"),
      lastName: sent("lastName"),
      locale: sent("locale"),
      externalId: sent("externalId"),
      ...sentJson(form, { metadata: "Metadata", privateMetadata: "Private metadata" }),
    });
    return {};
  });
}

/** Sends a user the mail that lets them set a new password. */
export async function mailReset(siteId: string, userId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { site, user } = await userOf(operator, siteId, userId);
    await sendReset(site, user.id);
    return {};
  });
}

/** Keeps a user from signing in. */
export async function blockUser(siteId: string, userId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { site, user } = await userOf(operator, siteId, userId);
    await blockSiteUser(site, user.id);
    return {};
  });
}

/** Lets a user sign in again. */
export async function unblockUser(siteId: string, userId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { site, user } = await userOf(operator, siteId, userId);
    await unblockSiteUser(site, user.id);
    return {};
  });
}

/** Takes a user's address as proved. */
export async function verifyUser(siteId: string, userId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { site, user } = await userOf(operator, siteId, userId);
    await markVerified(site, user.id);
    return {};
  });
}

/** Ends one session of a user. */
export async function endUserSession(siteId: string, userId: string, sessionId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { site, user } = await userOf(operator, siteId, userId);
    const session = await findSession(operator, sentId(sessionId));
    if (session.siteUserId !== user.id) throw new AppError("not_found");
    await endSession(site, session);
    return {};
  });
}

/** Takes a passkey from a user, also where it is their only way in. */
export async function removeUserPasskey(siteId: string, userId: string, passkeyId: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const { site, user } = await userOf(operator, siteId, userId);
      await removePasskey(site, user.id, sentId(passkeyId), { keepsWayIn: false });
      return {};
    },
    { recent: true },
  );
}

/** Unlinks an account elsewhere from a user, also where it is their only way in. */
export async function unlinkUserAccount(siteId: string, userId: string, linkedId: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const { site, user } = await userOf(operator, siteId, userId);
      await unlinkAccount(site, user.id, sentId(linkedId), { keepsWayIn: false });
      return {};
    },
    { recent: true },
  );
}

/** Takes the second factor from a user who has lost it. */
export async function resetUserSecondFactor(siteId: string, userId: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const { site, user } = await userOf(operator, siteId, userId);
      await resetSecondFactor(site, user.id);
      return {};
    },
    { recent: true },
  );
}

/** Ends everything that a user has open. */
export async function endUserSessions(siteId: string, userId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const { site, user } = await userOf(operator, siteId, userId);
    await endSessions(site, user.id);
    return {};
  });
}

/** Deletes a user, once their address is typed. */
export async function deleteUser(siteId: string, userId: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const { user } = await userOf(operator, siteId, userId);
      if (String(form.get("confirmation") ?? "").trim() !== user.email) throw invalid("confirmation", `Type ${user.email} exactly`);
      await deleteSiteUser(operator, user.id);
      return {};
    },
    { recent: true },
  );
}
