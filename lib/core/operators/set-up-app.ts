import { z } from "zod";
import { consumeOperatorSetUp, type FactorHolder } from "@/lib/db/consume/operator-factor";
import { beginOperatorSession, type SessionStart } from "@/lib/db/operators";
import type { OperatorContext } from "@/lib/db/resolve";
import { type Client, NO_CLIENT } from "@/lib/kernel/actor";
import { AppError, invalid } from "@/lib/kernel/errors";
import { seal } from "@/lib/kernel/secrets";
import { happened } from "../audit/happened";
import { relyingParty } from "../passkeys/relying-party";
import { newRecoveryCodes, recoveryMacs } from "../sign-in/factors/recovery-code/codes";
import { counterOf, newTotpSecret, otpauthUri } from "../sign-in/factors/totp/secret";
import type { OperatorSession } from "./arrival";
import { operatorRecoveryContext, operatorTotpContext } from "./factor-contexts";
import { openSealedText, sealedText } from "./sealed-text";
import { OPERATOR_STEP_S, type OperatorStep, requireOperatorStep } from "./step";
import { tellOfFactor } from "./tell-of-factor";

/** An app that is being set up: what it is told, and the same sealed, for the form to send back. */
export type PendingOperatorApp = { readonly secret: string; readonly uri: string; readonly sealed: string };

/** What setting up leads to. Nobody can tell the codes again. */
export type AppSetUp = { readonly codes: string[]; readonly session: OperatorSession };

const shape = z.object({ secret: z.string(), endS: z.number() });
const nowS = () => Math.floor(Date.now() / 1_000);
const pendingContext = ({ id, version }: Pick<FactorHolder, "id" | "version">) => `operator set-up:${id}:${version}`;

function pendingApp(holder: Pick<FactorHolder, "id" | "version">, email: string): PendingOperatorApp {
  const secret = newTotpSecret();
  return {
    secret,
    uri: otpauthUri(secret, { issuer: "Signin Fast", label: email }),
    sealed: sealedText({ secret, endS: nowS() + OPERATOR_STEP_S }, pendingContext(holder)),
  };
}

/** Begins to set an app up for an operator who is signed in: their first, or another. */
export const beginOperatorApp = ({ operator }: OperatorContext): PendingOperatorApp =>
  pendingApp({ id: operator.id, version: operator.sessionVersion }, operator.email);

/** The same between the two factors of a sign-in, for who has nothing to show where their account wants a second factor of everybody. */
export const beginAppInSignIn = ({ operatorId, version, email }: OperatorStep): PendingOperatorApp =>
  pendingApp({ id: operatorId, version }, email);

/**
 * Makes an app the second factor of an operator who is signed in, once it shows the right code. Every other session ends.
 *
 * SECURITY: called for whoever has just proved who they are, with the app that they had, if any.
 *
 * @throws AppError `invalid` (it took too long), `session_ended` (another change was quicker), `code_unusable`
 */
export async function setUpOperatorApp(
  { operator, scope, session }: OperatorContext,
  given: { sealed?: unknown; code?: unknown },
): Promise<AppSetUp> {
  const holder = { id: operator.id, version: operator.sessionVersion, mayReplace: true };
  const { codes, start } = await setUp(holder, given, operator.secondFactor, scope.by);
  const renewed = { ...session, version: start.version, factor: true, provedS: start.nowS };
  await tellOfFactor(renewed, operator.secondFactor ? "replaced" : "added");
  return { codes, session: renewed };
}

/**
 * The same in the middle of a sign-in, which ends with it.
 *
 * SECURITY: for who has neither an app nor a passkey; whoever has one shows it.
 *
 * @throws AppError `session_ended`, `invalid`, `code_unusable`
 */
export async function setUpAppInSignIn(
  token: string | undefined,
  given: { sealed?: unknown; code?: unknown },
  client = NO_CLIENT,
): Promise<AppSetUp> {
  const { operatorId: id, version } = await requireOperatorStep(token);
  const { codes, start } = await setUp({ id, version, mayReplace: false }, given, false, client);
  const event = happened({ type: "operator.signed_in", data: { method: "password", second: "totp" } });
  const provedS = await beginOperatorSession({ id, version: start.version, factor: true }, { event, client });
  if (provedS === null) throw new AppError("session_ended");
  const session = { operatorId: id, version: start.version, factor: true, provedS };
  await tellOfFactor(session, "added");
  return { codes, session };
}

async function setUp(
  holder: FactorHolder,
  given: { sealed?: unknown; code?: unknown },
  replaced: boolean,
  client: Client,
): Promise<{ codes: string[]; start: SessionStart }> {
  const secret = secretOf(holder, given.sealed);
  const counter = counterOf(secret, String(given.code ?? "").slice(0, 20));
  if (counter === null) throw new AppError("code_unusable");
  const codes = newRecoveryCodes();
  const app = {
    secretSealed: seal(secret, operatorTotpContext(holder.id)),
    counter,
    recoveryMacs: recoveryMacs(operatorRecoveryContext(holder.id), codes),
    rpId: relyingParty().id,
  };
  const event = happened({ type: "operator.second_factor_turned_on", data: { replaced } });
  const start = await consumeOperatorSetUp(holder, app, { event, client });
  if (!start) throw new AppError("session_ended");
  return { codes, start };
}

/** SECURITY: sealed to this operator, and to the version of their sessions, which ends with an app. */
function secretOf(holder: FactorHolder, sealed: unknown): string {
  const pending = shape.safeParse(openSealedText(sealed, pendingContext(holder))).data;
  if (!pending || pending.endS <= nowS()) throw invalid("", "That took too long. Begin again.");
  return pending.secret;
}
