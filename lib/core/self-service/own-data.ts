import { listAuditEvents } from "@/lib/db/hot/audit-events";
import type { SiteContext } from "@/lib/db/resolve";

/** What a part of somebody's data is read with. */
type Part = (site: SiteContext, siteUserId: bigint) => Promise<unknown>;

const NEWEST = { orderBy: { createdAt: "desc" }, take: 10_000 } as const;

/**
 * Everything that is kept about a user, by what it is called in their file. Never a secret or its hash.
 *
 * A table with something of theirs has a line here.
 */
const PARTS: Readonly<Record<string, Part>> = {
  profile: async ({ db }, id) => {
    const user = await db.siteUser.findFirst({
      where: { id },
      select: {
        uuid: true,
        externalId: true,
        email: true,
        emailVerifiedAt: true,
        username: true,
        name: true,
        firstName: true,
        lastName: true,
        locale: true,
        metadata: true,
        createdAt: true,
        updatedAt: true,
        lastSignInAt: true,
      },
    });
    const password = await db.siteUser.count({ where: { id, passwordSealed: { not: null } } });
    return user && { ...user, hasPassword: password === 1 };
  },
  sessions: ({ db }, siteUserId) =>
    db.session.findMany({
      where: { siteUserId },
      ...NEWEST,
      select: { dialect: true, ip: true, userAgent: true, createdAt: true, renewedAt: true, expiresAt: true, endedAt: true },
    }),
  signIns: ({ db }, siteUserId) =>
    db.callbackToken.findMany({ where: { siteUserId }, ...NEWEST, select: { createdAt: true, expiresAt: true, usedAt: true } }),
  passkeys: ({ db }, siteUserId) =>
    db.passkey.findMany({ where: { siteUserId }, ...NEWEST, select: { name: true, aaguid: true, createdAt: true, lastUsedAt: true } }),
  linkedAccounts: ({ db }, siteUserId) =>
    db.linkedAccount.findMany({
      where: { siteUserId },
      ...NEWEST,
      select: { issuer: true, subject: true, email: true, createdAt: true, lastUsedAt: true },
    }),
  authenticatorApps: ({ db }, siteUserId) =>
    db.totpSecret.findMany({ where: { siteUserId }, ...NEWEST, select: { createdAt: true, lastUsedAt: true } }),
  trustedBrowsers: ({ db }, siteUserId) =>
    db.trustedBrowser.findMany({ where: { siteUserId }, ...NEWEST, select: { createdAt: true, expiresAt: true } }),
  events: async ({ scope }, siteUserId) => {
    const events = await listAuditEvents(scope, { siteUserId }, { after: null, skip: 0 }, NEWEST.take);
    return events.map(({ type, outcome, createdAt, ip, browser, data }) => ({ type, outcome, createdAt, ip, browser, data }));
  },
  emailChanges: ({ db }, siteUserId) =>
    db.emailChange.findMany({
      where: { siteUserId },
      ...NEWEST,
      select: { oldEmailCanonical: true, email: true, createdAt: true, usedAt: true },
    }),
};

/** Everything that a site keeps about a user, to take along. */
export async function ownData(site: SiteContext, siteUserId: bigint): Promise<Record<string, unknown>> {
  const parts = Object.entries(PARTS).map(async ([name, part]) => [name, await part(site, siteUserId)] as const);
  return Object.fromEntries(await Promise.all(parts));
}
