import type { QuickStart, Snippet } from "./snippet";

/** A route handler for Next.js that keeps who signed in in a cookie nobody can forge. */
export const next = ({ appUrl, slug, clientId, callbackPath }: QuickStart): Snippet => ({
  id: "next",
  label: "Next.js",
  place: `app${callbackPath}/route.ts`,
  code: `import { createHmac } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";

export async function GET(request: NextRequest) {
  const { searchParams } = request.nextUrl;
  const cookie = { httpOnly: true, sameSite: "lax", secure: process.env.NODE_ENV === "production" } as const;
  // A sign-in begins at this address too. One that did not begin in this browser ends here.
  const state = request.cookies.get("state")?.value || crypto.randomUUID();
  const begin = NextResponse.redirect(\`${appUrl}/${slug}/login?state=\${state}\`);
  begin.cookies.set("state", state, cookie);
  if (searchParams.get("state") !== state) return begin;
  const token = encodeURIComponent(searchParams.get("token") ?? "");
  const basic = btoa(\`${clientId}:\${process.env.CLIENT_SECRET}\`);
  const init = { method: "POST", headers: { authorization: \`Basic \${basic}\` } };
  const answer = await fetch(\`${appUrl}/api/site_user_sessions/\${token}\`, init);
  if (!answer.ok) return begin;
  const user = Buffer.from(JSON.stringify((await answer.json()).site_user)).toString("base64url");
  const mac = createHmac("sha256", process.env.SESSION_SECRET!).update(user).digest("base64url");
  const home = new NextResponse(null, { status: 303, headers: { location: "/" } });
  home.cookies.set("session", \`\${user}.\${mac}\`, cookie).delete("state");
  return home;
}`,
});
