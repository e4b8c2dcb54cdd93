import { parseUrl } from "@/lib/kernel/parse-url";

/**
 * The same link, once it is certain to be one.
 *
 * SECURITY: links come from our configuration, so a strange one is a mistake of ours and must not be mailed. It is refused
 * and not mended: tests and the mailbox compare links byte by byte.
 *
 * @throws TypeError when it is not an absolute http or https address, or holds white space, quotes or angle brackets
 */
export function webLink(link: string): string {
  if (!/^https?:\/\/[^\s<>"'\\]+$/.test(link) || !parseUrl(link)) throw new TypeError("A mail may link to http and https addresses only");
  return link;
}
