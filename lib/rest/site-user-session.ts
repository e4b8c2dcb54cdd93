import { z } from "zod";
import type { CallbackToken } from "@/lib/core/callback-tokens/callback-token";
import type { Paged } from "@/lib/core/page";
import { hashToken, maskToken } from "@/lib/kernel/secrets";
import { flag, idParam, pageQuery, pagination, time } from "./shapes";
import { siteUserJson } from "./site-user";

/** The record behind a callback token. The token itself is shown to the one who already has it, to others masked. */
export function siteUserSessionJson(session: CallbackToken, givenToken: string | null) {
  return {
    id: Number(session.id),
    site_id: Number(session.siteId),
    site_user_id: Number(session.siteUserId),
    token: givenToken ?? maskToken("tkn_", session.last4),
    used: session.usedAt !== null,
    created_at: time(session.createdAt),
    expires_at: time(session.expiresAt),
  };
}

export const siteUserSessionsJson = (page: Paged<CallbackToken>) => ({
  site_user_sessions: page.rows.map((row) => siteUserSessionJson(row, null)),
  pagination: pagination(page),
});

type Exchanged = { id: bigint; createdAt: Date; expiresAt: Date; siteId: bigint; user: Omit<Parameters<typeof siteUserJson>[0], "siteId"> };

/** The answer to an exchange: who signed in, and the record of it. */
export function exchangedJson(exchanged: Exchanged, token: string) {
  const { id, createdAt, expiresAt, siteId, user } = exchanged;
  return {
    site_user: siteUserJson({ ...user, siteId }),
    site_user_session: { id: Number(id), token, used: true, created_at: time(createdAt), expires_at: time(expiresAt) },
  };
}

/** The answer to "mark as used". */
export function markedUsedJson(session: { id: bigint; createdAt: Date; last4: string }, givenToken: string | null) {
  return {
    site_user_session: {
      id: Number(session.id),
      token: givenToken ?? maskToken("tkn_", session.last4),
      used: true,
      created_at: time(session.createdAt),
    },
    message: "Session marked as used",
  };
}

/** A session in a path: its id, or the token. What is neither is a token that nobody issued. */
export const sessionParams = z.object({
  id: z.string().transform((text) => {
    if (/^[1-9]\d*$/.test(text)) return { ref: { id: idParam.parse(text) }, token: null };
    const tokenHash = hashToken("tkn_", text);
    return tokenHash ? { ref: { tokenHash }, token: text } : { ref: { id: 0n }, token: null };
  }),
});

/** The token in the path of an exchange, as it was sent. */
export const exchangeParams = z.object({ id: z.string() });

export const sessionsQuery = z.object({
  site_id: idParam.optional(),
  site_user_id: idParam.optional(),
  used: flag.optional(),
  ...pageQuery(25),
});
