import type { OwnFactor } from "@/lib/core/second-factor/own-factor";
import type { FactorShown } from "@/lib/hosted/account/told";
import { deviceOf } from "@/lib/kernel/device";
import { sameBytes } from "@/lib/kernel/secrets";
import { trustHashOf } from "../trust-cookie";
import type { AccountVisit } from "./account-page";

/** A visitor's second factor as its page shows it. */
export function factorShown(visit: AccountVisit, { on, app, codesLeft, browsers }: OwnFactor): FactorShown {
  const day = new Intl.DateTimeFormat(visit.t.language, { dateStyle: "long" });
  const here = trustHashOf(visit);
  return {
    on,
    app: app && { created: day.format(app.createdAt), used: app.lastUsedAt && day.format(app.lastUsedAt) },
    codesLeft,
    browsers: browsers.map(({ id, tokenHash, userAgent, expiresAt }) => ({
      id: String(id),
      ...deviceOf(userAgent),
      until: day.format(expiresAt),
      current: here !== null && sameBytes(here, tokenHash),
    })),
  };
}
