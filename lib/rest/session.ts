import { z } from "zod";
import type { Listed } from "@/lib/core/page";
import type { SessionRecord } from "@/lib/core/sessions/list-sessions";
import { flag, idParam, idShape, pagination, paginationShape, partQuery, sortQuery, time, timeShape } from "./shapes";

/** A session on the wire. Of its tokens nothing is ever told. */
export const sessionShape = z
  .strictObject({
    id: idShape.meta({ examples: [311] }),
    site_id: idShape.meta({ examples: [17] }),
    site_user_id: idShape,
    dialect: z.string().meta({ description: "Where it began, and alone can be renewed.", examples: ["fastgen"] }),
    ip: z.string().meta({ description: "The address that it began from; IPv6 as its /64.", examples: ["192.0.2.1"] }),
    user_agent: z
      .string()
      .nullable()
      .meta({ examples: ["Mozilla/5.0"] }),
    created_at: timeShape,
    renewed_at: timeShape.meta({ description: "When its tokens were last renewed; at first, when it began." }),
    expires_at: timeShape.meta({ description: "When it ends unless it is renewed." }),
    ended_at: timeShape.nullable().meta({ description: "When somebody ended it.", examples: [null] }),
    state: z.enum(["live", "expired", "ended"]).meta({ examples: ["live"] }),
  })
  .meta({ id: "Session" });

export const sessionAnswer = z.strictObject({ session: sessionShape });

export const sessionsAnswer = z.strictObject({ sessions: z.array(sessionShape), pagination: paginationShape });

export function sessionJson(session: SessionRecord): z.output<typeof sessionShape> {
  return {
    id: Number(session.id),
    site_id: Number(session.siteId),
    site_user_id: Number(session.siteUserId),
    dialect: session.dialect,
    ip: session.ip,
    user_agent: session.userAgent,
    created_at: time(session.createdAt),
    renewed_at: time(session.renewedAt),
    expires_at: time(session.expiresAt),
    ended_at: session.endedAt && time(session.endedAt),
    state: session.state,
  };
}

export const sessionsJson = (page: Listed<SessionRecord>) => ({ sessions: page.rows.map(sessionJson), pagination: pagination(page) });

export const sessionParams = z.object({ id: idParam.meta({ description: "The session’s id.", examples: ["311"] }) });

export const sessionsQuery = z.object({
  site_id: idParam.optional().meta({ description: "Only sessions at this site." }),
  site_user_id: idParam.optional().meta({ description: "Only sessions of this user." }),
  live: flag.optional().meta({ description: "Only those that go on, or only the others." }),
  sort: sortQuery(),
  ...partQuery(25),
});
