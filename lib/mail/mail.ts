/**
 * One mail, finished: what a template makes and a transport sends.
 *
 * Plain JSON on purpose. It is sealed into the payload of the job that delivers it, so each retry sends the same bytes:
 * a provider refuses one idempotency key with two bodies.
 */
export type RenderedMail = {
  /** One bare address, never a list. */
  to: string;
  /** The name beside our address; ours, where there is none. */
  senderName?: string;
  /** One bare address where answers go; to the sender, where there is none. */
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
  /** Every address that the mail links to, in the order of reading. The mailbox shows them as buttons. */
  links: string[];
  /** The digits that do the same as the link, or null where there are none. */
  code: string | null;
};
