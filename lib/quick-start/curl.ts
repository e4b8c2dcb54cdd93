import type { QuickStart, Snippet } from "./snippet";

/** The exchange by hand. */
export const curl = ({ appUrl, clientId }: QuickStart): Snippet => ({
  id: "curl",
  label: "curl",
  place: "In a shell: CLIENT_SECRET is the client secret, TOKEN and STATE came to the callback, KEPT is the state that began there",
  code: `[ "$STATE" = "$KEPT" ] && curl -X POST "${appUrl}/api/site_user_sessions/$TOKEN" \\
  -u "${clientId}:$CLIENT_SECRET"`,
});
