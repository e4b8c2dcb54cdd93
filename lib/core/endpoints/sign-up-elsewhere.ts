import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError, invalid } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import type { Visitor } from "../sign-in/visitor";
import { askEndpoint } from "./ask-endpoint";

/** How often a visitor's address has the system asked. */
const QUESTIONS = { count: 100, seconds: 600 };

/** `userName`: the address, or the username of who has none. */
type NewUser = {
  readonly userName: string;
  readonly password: string;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
};

/**
 * Lets the customer's own user system take a new user, where the site names one. Its id is what the user is called there.
 *
 * It is asked whether or not we know the address: what it says, and how long it takes, tells nothing of ours. SECURITY: what
 * it says may tell something of its own, so nobody asks for ever.
 *
 * @returns null when the site names no endpoint
 * @throws AppError `invalid` with the system's own words; `account_not_created` when it refused without any;
 *   `too_many_attempts`, `unavailable`
 */
export async function signUpElsewhere(
  site: SiteContext,
  { userName, password, ...names }: NewUser,
  visitor: Visitor,
): Promise<string | null> {
  if (!site.site.hasSignupEndpoint) return null;
  const key = visitor.ip === null ? null : sha256(`sign-up elsewhere:${visitor.ip}`);
  if (key && !(await takeAttempt(site.scope, key, QUESTIONS.count, QUESTIONS.seconds))) {
    throw new AppError("too_many_attempts", { retryAfterS: QUESTIONS.seconds });
  }
  const question = { userName, password, ...nameParts(names), language: visitor.language };
  const reply = await askEndpoint(site, "signup", question, visitor.aside);
  if (reply?.kind === "refused") throw reply.message === null ? new AppError("account_not_created") : invalid("", reply.message);
  if (reply?.kind === "no_answer") throw new AppError("unavailable");
  return reply?.id ?? null;
}

/**
 * The two parts of a name as they were given; of a name in one, the first word and the rest. Nobody's idea of names fits
 * everybody; the system that is asked has two fields.
 */
function nameParts({ name, ...given }: Omit<NewUser, "userName" | "password">): { firstName?: string; lastName?: string } {
  const [first, ...rest] = (name ?? "").split(/\s+/).filter(Boolean);
  const inOne = given.firstName === null && given.lastName === null;
  const [firstName, lastName] = inOne ? [first, rest.join(" ")] : [given.firstName, given.lastName];
  return { ...(firstName ? { firstName } : {}), ...(lastName ? { lastName } : {}) };
}
