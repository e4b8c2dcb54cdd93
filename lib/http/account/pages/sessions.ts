import { endOwnSession } from "@/lib/core/self-service/end-own-session";
import { endSessionsElsewhere } from "@/lib/core/self-service/end-sessions-elsewhere";
import { ownSessions } from "@/lib/core/self-service/own-sessions";
import { deviceOf } from "@/lib/kernel/device";
import { AppError } from "@/lib/kernel/errors";
import { seeOther, view } from "../../hosted-page";
import { sitePath } from "../../hosted-response";
import type { AccountPage } from "../account-page";

/** Where the visitor is signed in: ends one (`session`), or all but this one (`act` is `elsewhere`). */
export const sessionsPage: AccountPage = {
  path: "account/sessions",
  async show({ context, query, signedIn }) {
    const now = Date.now();
    const sessions = (await ownSessions(context, signedIn.user.id)).map(({ id, ip, userAgent, createdAt, renewedAt }) => ({
      id: String(id),
      ...deviceOf(userAgent),
      ip,
      begunAt: createdAt,
      seenAgoS: Math.max(0, (now - renewedAt.getTime()) / 1_000),
      current: id === signedIn.id,
    }));
    return view({ page: "account-sessions", sessions, done: query.get("done") === "ended" });
  },
  async submit({ context, form, signedIn }) {
    if (form.act === "elsewhere") await endSessionsElsewhere(context, signedIn);
    else if (/^\d{1,16}$/.test(form.session ?? "")) await endOwnSession(context, signedIn.user.id, BigInt(form.session ?? ""));
    else throw new AppError("bad_request");
    return seeOther(sitePath(context.site, "account/sessions", { done: "ended" }));
  },
};
