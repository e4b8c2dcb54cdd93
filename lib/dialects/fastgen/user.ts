import type { SessionUser } from "@/lib/core/sessions/session";

const TENANTS = ["public"];

/** How somebody signs in, as the protocol calls it. */
export type RecipeId = "emailpassword" | "passwordless";

/** A user as the client's version of the protocol reads one. */
export function userOf(
  { uuid: id, email, createdAt, emailVerifiedAt }: SessionUser,
  headers: Headers,
  recipeId: RecipeId = "emailpassword",
): object {
  const timeJoined = createdAt.getTime();
  if (!hasLoginMethods(headers)) return { id, email, timeJoined };
  return {
    id,
    isPrimaryUser: false,
    tenantIds: TENANTS,
    email,
    emails: [email],
    phoneNumbers: [],
    thirdParty: [],
    webauthn: { credentialIds: [] },
    loginMethods: [{ recipeId, recipeUserId: id, tenantIds: TENANTS, email, timeJoined, verified: emailVerifiedAt !== null }],
    timeJoined,
  };
}

/** The versions of the protocol from 1.18 and from 3.0 on list how a user signs in. Who names no version gets the newest. */
export function hasLoginMethods(headers: Headers): boolean {
  const named = [...(headers.get("fdi-version") ?? "").matchAll(/(\d{1,3})\.(\d{1,3})/g)];
  if (named.length === 0) return true;
  const newest = Math.max(...named.map(([, major, minor]) => Number(major) * 1_000 + Number(minor)));
  return newest >= 3_000 || (newest >= 1_018 && newest < 2_000);
}
