import { unseal } from "@/lib/kernel/secrets";
import { dial, type Outcome } from "@/lib/outgoing/dial";
import { type Attempt, webhookId } from "./webhook-delivery";
import { webhookSecretContext } from "./webhook-endpoint";
import { signedHeaders } from "./webhook-secret";

const TOTAL_MS = 15_000;
/** How much of an answer is read and kept. */
const ANSWER_BYTES = 4_096;

type Target = {
  readonly id: bigint;
  readonly url: string;
  readonly secretSealed: Uint8Array;
  readonly previousSecretSealed: Uint8Array | null;
  readonly previousSecretUntil: Date | null;
};

/** Sends an event to an endpoint, once, and says what came of it. Whatever goes wrong on our side is told as `internal`. */
export async function attemptDelivery(endpoint: Target, { eventId, body }: { eventId: bigint; body: string }): Promise<Attempt> {
  const at = new Date();
  const done = (came: Pick<Attempt, "status" | "problem" | "answer">) => ({
    at: at.toISOString(),
    durationMs: Date.now() - at.getTime(),
    ...came,
  });
  try {
    const headers = { "content-type": "application/json", ...signedHeaders({ id: webhookId(eventId), at, body }, secretsOf(endpoint, at)) };
    return done(outcomeOf(await dial({ url: endpoint.url, method: "POST", headers, body, maxBytes: ANSWER_BYTES }, { totalMs: TOTAL_MS })));
  } catch {
    return done({ status: null, problem: "internal", answer: null });
  }
}

function secretsOf({ id, secretSealed, previousSecretSealed: previous, previousSecretUntil: until }: Target, at: Date): string[] {
  const sealed = previous && until && until > at ? [secretSealed, previous] : [secretSealed];
  return sealed.map((secret) => unseal(secret, webhookSecretContext(id)));
}

function outcomeOf(outcome: Outcome): Pick<Attempt, "status" | "problem" | "answer"> {
  if (outcome.kind === "failed") {
    const status = outcome.reason === "redirected" ? Number(outcome.code) : null;
    return { status, problem: outcome.reason, answer: null };
  }
  // PostgreSQL keeps every character but this one.
  return { status: outcome.status, problem: null, answer: outcome.body.replaceAll("\0", "\ufffd") };
}

/** True for what was answered as taken. */
export const hasArrived = ({ status, problem }: Attempt) => problem === null && status !== null && status >= 200 && status < 300;
