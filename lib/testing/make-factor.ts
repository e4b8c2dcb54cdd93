import { Secret, TOTP } from "otpauth";
import { beginStep } from "@/lib/core/second-factor/begin-step";
import { newRecoveryCodes, recoveryContext, recoveryMacs } from "@/lib/core/sign-in/factors/recovery-code/codes";
import { newTotpSecret, totpContext } from "@/lib/core/sign-in/factors/totp/secret";
import { seal } from "@/lib/kernel/secrets";
import type { Tenant } from "./make-tenant";
import { sql } from "./sql";

/** What an authenticator app shows for a secret. `ahead`: so many time steps from now. */
export const codeOf = (secret: string, ahead = 0) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + ahead * 30_000 });

/** Gives a user an authenticator app that has shown no code yet, and recovery codes. */
export async function makeFactor({ context: { db, scope } }: Tenant, { id: siteUserId }: { readonly id: bigint }) {
  const [secret, recoveryCodes] = [newTotpSecret(), newRecoveryCodes()];
  await db.totpSecret.create({ data: { siteUserId, secretSealed: seal(secret, totpContext(scope, siteUserId)), lastCounter: 0n } });
  await db.recoveryCode.createMany({
    data: recoveryMacs(recoveryContext(scope, siteUserId), recoveryCodes).map((codeMac) => ({ siteUserId, codeMac })),
  });
  await db.siteUser.updateMany({ where: { id: siteUserId }, data: { secondFactor: true } });
  return { secret, recoveryCodes, code: (ahead?: number) => codeOf(secret, ahead) };
}

/** The step of a user whose first factor was right. */
export const makeStep = ({ context }: Tenant, { id: siteUserId }: { readonly id: bigint }) =>
  beginStep(context, { kind: "signed_in", siteUserId, proof: { passwordSealed: null, budgets: [], secondFactor: false } });

/** What has been given to a user. */
export async function issuedTo({ id }: { readonly id: bigint }): Promise<Record<string, number>> {
  const count = async (table: string) => (await sql(`SELECT 1 FROM ${table} WHERE site_user_id = $1`, [id])).length;
  return { callbackTokens: await count("callback_tokens"), sessions: await count("sessions") };
}
