import { type AskedCode, type EmailCodeRef, findEmailCode, reserveCodeGuess } from "@/lib/db/consume/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { hashToken, isCodeOf } from "@/lib/kernel/secrets";
import { typedCode } from "@/lib/kernel/typed-code";
import { takeGuess } from "../../../mail-secrets/take-guess";
import { guardedGuess } from "../../attempts";
import type { Visitor } from "../../visitor";
import { type CodeOutcome, emailCodeContext, type ShownCode } from "./email-code";
import { signInByMail } from "./sign-in-by-mail";

/**
 * Signs in whoever shows the code that was mailed to an address. The address is proved, and a code is good once.
 *
 * SECURITY: a guess is reserved before the code is compared: no more than a code's own most, and thirty a day for an address,
 * however parallel. An address that nobody has, and a blocked user's, answer like any with a wrong code, at the same price.
 * Somebody else may have signed up with this address before: at its first proof what they set and opened is void.
 *
 * @throws AppError `too_many_attempts`
 */
export async function confirmCode(
  site: SiteContext,
  shown: ShownCode,
  { mayCreate }: { readonly mayCreate: boolean },
  visitor: Visitor,
): Promise<CodeOutcome> {
  const ref = refOf(shown);
  const asked = ref && (await findEmailCode(site.scope, ref));
  if (!ref || !asked) return { kind: "unknown" };
  await takeGuess(site, asked.emailCanonical);
  const guess = await reserveCodeGuess(site.scope, asked.id);
  if (!guess) return overOf(await findEmailCode(site.scope, ref));
  const wrong: CodeOutcome = { kind: "wrong", failed: guess.guesses, most: asked.maxGuesses };
  const code = typedCode(shown.code);
  const right = guess.codeMac !== null && isCodeOf(guess.codeMac, code, emailCodeContext(asked.id));
  const user = await guardedGuess(site, asked.emailCanonical, visitor.ip, right);
  if (!user) return wrong;
  const outcome = await signInByMail(site, { shown: guess, userId: user.userId, mayCreate }, visitor);
  return outcome === "spent" ? overOf(await findEmailCode(site.scope, ref)) : (outcome ?? wrong);
}

function refOf(shown: ShownCode): EmailCodeRef | null {
  if ("device" in shown) {
    const deviceHash = hashToken("dev_", shown.device);
    return deviceHash && { deviceHash };
  }
  const email = parseEmail(shown.email);
  return email && { emailCanonical: email.canonical };
}

/** Why there was nothing to guess at, or to spend. */
function overOf(asked: AskedCode | null): CodeOutcome {
  if (!asked) return { kind: "unknown" };
  // One that is still live was right, and its user was blocked in this moment.
  const kind = asked.state === "live" ? "wrong" : asked.state;
  return { kind, failed: asked.guesses, most: asked.maxGuesses };
}
