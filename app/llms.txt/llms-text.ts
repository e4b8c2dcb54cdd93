import { DOCS_PAGES } from "@/app/(public)/docs/pages";
import type { OpenApiDocument } from "@/lib/http/openapi/document";
import { curl } from "@/lib/quick-start/curl";
import { express } from "@/lib/quick-start/express";

/** The product in one Markdown text: what it is, where its documentation is, how it is integrated, and every operation. */
export function llmsText(document: OpenApiDocument): string {
  const appUrl = document.servers[0].url;
  const site = { appUrl, slug: "your-slug", clientId: "YOUR_CLIENT_ID", callbackPath: "/auth/callback" };
  return `# Signin Fast

> Hosted sign-in for any application. A customer makes a site and gets a sign-in page and a one-script modal. Whoever signs in
> comes back to the customer's callback with a one-time token, and the customer's backend exchanges the token for the user.

Words: a site is one application of a customer; a site user is somebody who signs in to it; a callback token (tkn_…) is what the
callback receives, lives two minutes and works once; an API token (gma_…) acts for a customer's account; client ID (pid_…) and
client secret (pst_…) belong to one site. Secrets belong on a server, never in a page.

## Documentation

${DOCS_PAGES.map(({ path, name, text }) => `- [${name}](${appUrl}${path}): ${text}`).join("\n")}
- [OpenAPI](${appUrl}/api/openapi.json): The REST API for programs, OpenAPI 3.1.

## Integration in five minutes

1. Make a site at ${appUrl}/dashboard (or by POST ${appUrl}/api/sites) and set its success URI to your callback.
2. Send people to ${appUrl}/your-slug/login?state=RANDOM or ${appUrl}/your-slug/signup?state=RANDOM. Keep state in the
   visitor's session; on the callback, begin anew unless it is the same.
3. The browser comes back with GET success_uri?token=tkn_…&state=RANDOM. Nothing in that request is proof of who it is.
4. Your backend exchanges the token: POST ${appUrl}/api/site_user_sessions/TOKEN, with HTTP Basic (client ID and client secret) or
   with an API token as Bearer. The body is empty.
5. 200 is ${exchangeAnswer(document)}
   Anything else means nobody is signed in: 401 wrong credential, 404 unknown token, 422 token used before or too old.
6. Begin your own session for site_user.id. The token is spent; mark_used is not needed afterwards.

${fenced("sh", curl(site).code)}

A whole application in Express:

${fenced("js", express(site).code)}

## REST API

Send Authorization: Bearer API_TOKEN; JSON in, JSON out. Refusals are {"error": "…", "messages": ["…"]}.

${operations(document)}
`;
}

const fenced = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;

function exchangeAnswer({ paths }: OpenApiDocument): string {
  const answer = paths["/api/site_user_sessions/{id}"]?.post?.responses["200"];
  return answer && "content" in answer ? JSON.stringify(answer.content["application/json"]?.example) : "";
}

const operations = ({ paths }: OpenApiDocument) =>
  Object.entries(paths)
    .flatMap(([path, item]) => Object.entries(item).map(([method, { summary }]) => `- ${method.toUpperCase()} ${path}: ${summary}`))
    .join("\n");
