import { parseEmail } from "@/lib/kernel/email";
import { MailRefused } from "./transports/transport";

/**
 * The recipient as one bare addr-spec.
 *
 * SECURITY: the last check before a provider sees an address. Line breaks, commas, spaces, angle brackets and whatever else
 * `parseEmail` would not have stored end here, so one mail has exactly one recipient whatever the row says.
 *
 * @throws MailRefused when the text is anything but one address in the form `parseEmail` gives it
 */
export function bareRecipient(to: string): string {
  if (parseEmail(to)?.email !== to) throw new MailRefused("The recipient is not one bare address");
  return to;
}
