import { hash } from "@node-rs/argon2";
import type { SiteScope } from "@/lib/db/scope";
import { seal } from "@/lib/kernel/secrets";
import { PARAMETERS, siteUserPassword } from "../../passwords/hash-password";
import { hashingInSpareTime } from "../../passwords/hashing-in-spare-time";
import { wrapFastDigest } from "../../passwords/wrap-fast-digest";
import type { Outcome } from "./plan-batch";

/**
 * Turns the password of a row into what the database keeps. A hash that somebody brings is kept as it is; what is in the clear,
 * or as good as that, is hashed here, behind everybody who signs in.
 */
export async function settlePassword(scope: SiteScope, outcome: Outcome): Promise<Outcome> {
  if (!("password" in outcome) || outcome.password === null) return outcome;
  const { row, write, password } = outcome;
  const kept = await keptForm(password);
  if ("refused" in kept) return { kind: "refuse", row, messages: [`Password hash ${kept.refused}`] };
  const sealed = seal(kept.kept, siteUserPassword(scope, BigInt(write.id)));
  return { ...outcome, write: { ...write, password: Buffer.from(sealed).toString("base64") } };
}

async function keptForm({ passwordHash, password = "" }: NonNullable<Extract<Outcome, { password: unknown }>["password"]>) {
  if (passwordHash === undefined) return { kept: await hashingInSpareTime(() => hash(password, PARAMETERS)) };
  return "kept" in passwordHash ? passwordHash : wrapFastDigest(passwordHash.fast);
}
