import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { beginSession } from "@/lib/core/sessions/begin-session";
import type { SignedInSession } from "@/lib/core/sessions/session";
import { call } from "./call-route";
import { newestMail } from "./mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "./make-tenant";
import { sql } from "./sql";

/** A page of the customer's that may ask. */
export const PAGE = "https://app.acme.example";

const LIFETIMES = { dialect: "fastgen", accessS: 3_600, refreshS: 8_640_000 } as const;

/** A site with a user who is signed in on the wire of Fastgen. */
export type FastgenSite = Tenant & {
  readonly user: { readonly id: bigint; readonly uuid: string; readonly email: string };
  readonly begun: SignedInSession;
  readonly access: string;
  readonly refresh: string;
  /** Where its addresses begin. */
  readonly base: string;
};

/** Makes one. */
export async function makeFastgenSite(site: Parameters<typeof makeTenant>[0] = {}): Promise<FastgenSite> {
  return signedInAt(await makeTenant({ allowedOrigins: [PAGE], ...site }));
}

/** Makes another user of a site, who is signed in too. */
export async function signedInAt(tenant: Tenant): Promise<FastgenSite> {
  const user = await makeUser(tenant);
  const proof = { kind: "signed_in", siteUserId: user.id, proof: { passwordSealed: null, budgets: [], secondFactor: false } } as const;
  const begun = await beginSession(tenant.context, proof, LIFETIMES, { ip: "192.0.2.1", userAgent: null });
  const [access, refresh] = [begun.access.text, begun.refresh?.text ?? ""];
  return { ...tenant, user, begun, access, refresh, base: `/${tenant.site.slug}/auth` };
}

/** The token of a mail to the user. */
export async function mailedToken({ context, user }: FastgenSite, purpose: "reset_password" | "verify_email"): Promise<string> {
  const about = { id: user.id, emailCanonical: user.email };
  const { link } = await context.db.$transaction((db) => issueMailSecret(context, db, purpose, about, null));
  return new URL(link).searchParams.get("token") ?? "";
}

/** Proves the user's address, behind their tokens' back. */
export const proveEmail = ({ user }: FastgenSite) => sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);

/** A form as the clients of this wire send it. */
export const form = (fields: Record<string, unknown>) => ({ formFields: Object.entries(fields).map(([id, value]) => ({ id, value })) });

/** The form that signs the user in. */
export const credentials = ({ user }: FastgenSite) => form({ email: user.email, password: PASSWORD });

/** The form that makes a new user. */
export const newcomer = () => form({ email: `${unique("joe")}@example.com`, password: PASSWORD });

/** What somebody holds who asked for a code for the user's address and has the mail. */
export async function mailedCode(site: FastgenSite): Promise<{ device: string; flow: string; code: string }> {
  const asked = await call("POST", `${site.base}/signinup/code`, { json: { email: site.user.email } });
  const { deviceId, preAuthSessionId } = (await asked.json()) as { deviceId: string; preAuthSessionId: string };
  const { code } = await newestMail(site, site.user.email);
  return { device: deviceId, flow: preAuthSessionId, code: code ?? "" };
}
