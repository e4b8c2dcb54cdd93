import { z } from "zod";
import { accessSeconds, enabled, refreshSeconds } from "../kit/settings";

const most = (usual: number) => z.int("must be a whole number").min(1, "must be at least 1").max(100_000, "is too many").default(usual);

/** What a customer may set for FastAuth. */
export const settings = z.strictObject({
  enabled,
  access_token_seconds: accessSeconds(30 * 60),
  refresh_token_seconds: refreshSeconds(30 * 86_400),
  registrations_per_minute: most(60).describe("How many registrations one internet address may send in a minute."),
  resends_per_five_minutes: most(30).describe("How often one internet address may ask for a verification mail in five minutes."),
});
