import { z } from "zod";
import type { CallbackToken } from "@/lib/core/callback-tokens/callback-token";
import type { Listed } from "@/lib/core/page";
import { hashToken, maskToken } from "@/lib/kernel/secrets";
import { flag, idParam, idShape, pagination, paginationShape, partQuery, sortQuery, time, timeShape } from "./shapes";
import { siteUserJson, siteUserShape } from "./site-user";

const tokenShape = z.string().meta({
  description: "The callback token: whole for whoever named it in the request, otherwise only its last four characters.",
  examples: ["tkn_…k3Zq"],
});

/** The record behind a callback token. */
export const siteUserSessionShape = z
  .strictObject({
    id: idShape.meta({ examples: [905] }),
    site_id: idShape.meta({ examples: [17] }),
    site_user_id: idShape,
    token: tokenShape,
    used: z.boolean().meta({ examples: [true] }),
    created_at: timeShape,
    expires_at: timeShape,
  })
  .meta({ id: "SiteUserSession" });

const spent = siteUserSessionShape.pick({ id: true, token: true, used: true, created_at: true });

export const siteUserSessionAnswer = z.strictObject({ site_user_session: siteUserSessionShape });

export const siteUserSessionsAnswer = z.strictObject({
  site_user_sessions: z.array(siteUserSessionShape),
  pagination: paginationShape,
});

export const exchangedAnswer = z.strictObject({
  site_user: siteUserShape,
  site_user_session: spent.extend({ expires_at: timeShape }),
});

export const markedUsedAnswer = z.strictObject({
  site_user_session: spent,
  message: z.literal("Session marked as used"),
});

/** The record behind a callback token. The token itself is shown to the one who already has it, to others masked. */
export function siteUserSessionJson(session: CallbackToken, givenToken: string | null): z.output<typeof siteUserSessionShape> {
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

export const siteUserSessionsJson = (page: Listed<CallbackToken>) => ({
  site_user_sessions: page.rows.map((row) => siteUserSessionJson(row, null)),
  pagination: pagination(page),
});

type Exchanged = { id: bigint; createdAt: Date; expiresAt: Date; siteId: bigint; user: Omit<Parameters<typeof siteUserJson>[0], "siteId"> };

/** The answer to an exchange: who signed in, and the record of it. */
export function exchangedJson(exchanged: Exchanged, token: string): z.output<typeof exchangedAnswer> {
  const { id, createdAt, expiresAt, siteId, user } = exchanged;
  return {
    site_user: siteUserJson({ ...user, siteId }),
    site_user_session: { id: Number(id), token, used: true, created_at: time(createdAt), expires_at: time(expiresAt) },
  };
}

/** The answer to "mark as used". */
export function markedUsedJson(
  session: { id: bigint; createdAt: Date; last4: string },
  givenToken: string | null,
): z.output<typeof markedUsedAnswer> {
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
  id: z
    .string()
    .transform((text) => {
      if (/^[1-9]\d*$/.test(text)) return { ref: { id: idParam.parse(text) }, token: null };
      const tokenHash = hashToken("tkn_", text);
      return tokenHash ? { ref: { tokenHash }, token: text } : { ref: { id: 0n }, token: null };
    })
    .meta({ description: "The record’s id, or the callback token.", examples: ["905"] }),
});

/** The token in the path of an exchange, as it was sent. */
export const exchangeParams = z.object({
  id: z.string().meta({ description: "The callback token, as it came to your callback.", examples: ["tkn_…"] }),
});

/** What an application shows that has bound the token to a challenge of its own. */
export const exchangeBody = z
  .strictObject({
    code_verifier: z
      .string("must be a string")
      .regex(/^[\w.~-]{43,128}$/, "must be 43 to 128 letters, digits, -, ., _ or ~")
      .optional()
      .meta({
        description: "What the `code_challenge` of the sign-in was made of, where it had one (RFC 7636, S256). Otherwise leave it out.",
        examples: ["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"],
      }),
  })
  .optional();

export const sessionsQuery = z.object({
  site_id: idParam.optional().meta({ description: "Only sign-ins to this site." }),
  site_user_id: idParam.optional().meta({ description: "Only sign-ins of this user." }),
  used: flag.optional().meta({ description: "Only those whose token was exchanged, or only the others." }),
  sort: sortQuery(),
  ...partQuery(25),
});
