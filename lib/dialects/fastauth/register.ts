import { limitByAddress } from "@/lib/core/sign-in/limit-by-address";
import { signUp } from "@/lib/core/sign-in/sign-up";
import { AppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
import { settingsOf } from "../settings";
import { refused } from "./errors";
import { taking } from "./taking";
import { beginWithTokens } from "./tokens";

/** Creates a user and signs them in, proved or not; where a proof is required, it is the next sign-in that asks for it. */
export const register: DialectRoute = {
  method: "POST",
  path: "/register",
  hashes: true,
  statuses: [200, 403, 409, 422, 429, 503],
  handle: taking(["email", "password"], async ({ email, password }, request) => {
    const { site, visitor } = request;
    const most = settingsOf(site.site.dialects, "fastauth").registrations_per_minute;
    await limitByAddress(site, "register", visitor, { most, inS: 60 });
    const outcome = await signUp(site, { email, password }, visitor, "never");
    if (outcome.kind === "check_mail") throw new AppError("account_not_created");
    return beginWithTokens(request, outcome);
  }),
  refuse: ({ code }) => (code === "too_many_attempts" ? refused(429, "Too many registration attempts. Try again later.") : null),
};
