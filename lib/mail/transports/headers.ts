import { createHash } from "node:crypto";

/** The same opaque id for the same idempotency key; says nothing about the job behind it. */
export function referenceId(idempotencyKey: string): string {
  return createHash("sha256").update(`mail ${idempotencyKey}`).digest("hex").slice(0, 32);
}

/**
 * The headers every mail of ours carries.
 *
 * `Auto-Submitted` keeps vacation notices from answering (RFC 3834); a reference of its own keeps Gmail from folding
 * one reset mail into the thread of the last, where the new code would be hidden.
 */
export function headersFor(idempotencyKey: string): Record<string, string> {
  return { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": referenceId(idempotencyKey) };
}
