import { subjectName } from "./templates/untrusted-name";

/**
 * The From header: our address, with the name that a site gave itself beside it.
 *
 * SECURITY: the address is the operator's, whatever the name is. The name is one line, and a quoted string ends only where we end it.
 */
export function senderOf(ours: string, name: string | undefined): string {
  const clean = subjectName(name ?? "").replace(/["\\<>]/g, "");
  if (!clean) return ours;
  return `"${clean}" <${/<([^<>]+)>\s*$/.exec(ours)?.[1] ?? ours.trim()}>`;
}
