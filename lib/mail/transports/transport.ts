import type { MailFailure } from "@/lib/kernel/mail-failures";
import type { RenderedMail } from "@/lib/mail/mail";

export type SendOptions = {
  /** The From header, e.g. `Signin Fast <signin@example.com>`. */
  from: string;
  /** Where answers go: one bare address. Without it, to the sender. */
  replyTo?: string | undefined;
  /** The key of the job. Every retry passes the same one, and a provider that knows it sends nothing twice. */
  idempotencyKey: string;
};

/** One way to get a mail out. `send` has succeeded when it returns; else it throws `MailRefused` or `MailDeferred`. */
export type Transport = {
  readonly name: "resend" | "smtp" | "mailbox";
  send(mail: RenderedMail, options: SendOptions): Promise<void>;
};

const refused = Symbol.for("signin-fast.MailRefused");

/** This mail will never be taken: another try with the same bytes gets the same answer. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
  readonly retryable = false;
  readonly failure = "refused" satisfies MailFailure;
  readonly [refused] = true;
}

/** This mail was not taken now, and a later try may succeed: the provider is away, busy, or wrongly configured. */
export class MailDeferred extends Error {
  override readonly name = "MailDeferred";
  readonly retryable = true;

  constructor(
    message: string,
    readonly failure: Exclude<MailFailure, "refused">,
    /** Seconds the provider asked us to wait, where it did. */
    readonly retryAfterS?: number,
  ) {
    super(message);
  }
}

/** True for a `MailRefused` of any copy of this module: give up. Everything else that is thrown is worth another try. */
export function isMailRefused(error: unknown): error is MailRefused {
  return typeof error === "object" && error !== null && refused in error;
}

/** Why a mail was not sent, by what a transport threw. */
export function failureOf(error: unknown): MailFailure {
  return (error as { failure?: MailFailure } | null)?.failure ?? "failed";
}
