import { randomBytes } from "node:crypto";
import { inject } from "vitest";

/** A site as the API tells of it. */
export type Site = { id: number; slug: string; name: string; success_uri: string | null };
/** A mail in the mailbox. */
export type Mail = { to: string; subject: string; text: string; links: string[]; code: string | null };
/** The record behind a callback token. */
export type Session = { id: number; used: boolean; site_user_id: number };

/** A text that no other test has. */
export const unique = (prefix: string) => `${prefix}-${randomBytes(6).toString("hex")}`;

/** A request with the customer's API token. */
export async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(inject("baseUrl") + path, {
    method,
    headers: { authorization: `Bearer ${inject("apiToken")}`, ...(body ? { "content-type": "application/json" } : {}) },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Makes a site of the customer's. */
export async function makeSite(site: object = {}): Promise<Site> {
  return (await api<{ site: Site }>("POST", "/api/sites", { site: { name: "Acme Shop", slug: unique("acme"), ...site } })).site;
}

/** Makes a user with a password. */
export async function makeUser(site: Site, password: string): Promise<string> {
  const email = `${unique("jane")}@example.com`;
  await api("POST", "/api/site_users", { site_id: site.id, site_user: { email, password } });
  return email;
}

/** The callback tokens of a site. */
export async function sessionsOf(site: Site): Promise<Session[]> {
  return (await api<{ site_user_sessions: Session[] }>("GET", `/api/site_user_sessions?site_id=${site.id}`)).site_user_sessions;
}

/** The mails to an address, newest first. */
export async function mailsTo(email: string): Promise<Mail[]> {
  return (await api<{ mails: Mail[] }>("GET", `/api/mails?to=${encodeURIComponent(email)}`)).mails;
}

const PATIENCE_MS = 15_000;

/**
 * The newest mail to an address that is as it should be. Mails go out behind the answer, so it asks until there is one.
 *
 * @throws Error with the subjects there are, when none comes
 */
export async function mailTo(email: string, wanted: (mail: Mail) => boolean = () => true): Promise<Mail> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const mails = await mailsTo(email);
    const mail = mails.find(wanted);
    if (mail) return mail;
    if (Date.now() > end)
      throw new Error(`No such mail to ${email}; there are: ${mails.map(({ subject }) => subject).join(", ") || "none"}`);
  }
}

/** The link of a mail that leads to a page of the site. */
export function linkTo(mail: Mail, page: string): string {
  const link = mail.links.find((href) => new URL(href).pathname.endsWith(`/${page}`));
  if (!link) throw new Error(`"${mail.subject}" has no link to ${page}`);
  return link;
}
