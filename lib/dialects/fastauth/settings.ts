import { z } from "zod";
import { accessSeconds, enabled, refreshSeconds } from "../kit/settings";

/** What a customer may set for FastAuth. */
export const settings = z.strictObject({
  enabled,
  access_token_seconds: accessSeconds(30 * 60),
  refresh_token_seconds: refreshSeconds(30 * 86_400),
});
