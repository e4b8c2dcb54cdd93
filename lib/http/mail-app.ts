/** Where the mails of the large services are read, by the first label of an address' domain or its whole. */
const APPS = [
  { name: "Gmail", href: "https://mail.google.com/mail/", domains: /^(gmail|googlemail)\.com$/ },
  { name: "Outlook", href: "https://outlook.live.com/mail/", domains: /^(outlook|hotmail|live|msn)\.[a-z.]{2,6}$/ },
  { name: "Yahoo Mail", href: "https://mail.yahoo.com/", domains: /^((yahoo|ymail|rocketmail)\.[a-z.]{2,6})$/ },
] as const;

/** Where somebody reads the mails of an address, when that is known. */
export function mailApp(emailCanonical: string): { readonly name: string; readonly href: string } | null {
  const domain = emailCanonical.slice(emailCanonical.lastIndexOf("@") + 1);
  const app = APPS.find(({ domains }) => domains.test(domain));
  return app ? { name: app.name, href: app.href } : null;
}

/** An address of which a passer-by learns little: "j•••@example.com". */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf("@");
  const [first = ""] = email;
  return `${at > 1 ? first : ""}•••${email.slice(at)}`;
}
