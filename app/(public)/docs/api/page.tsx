import type { Metadata } from "next";
import Link from "next/link";
import { env } from "@/lib/kernel/env";
import { Code, CodeBlock, Facts, Prose, Section } from "@/lib/ui/prose";
import { ENDPOINTS, type Endpoint } from "./endpoints";

export const metadata: Metadata = { title: "The REST API" };

export default function ApiPage() {
  const { appUrl } = env();
  return (
    <Prose title="The REST API" lead="Everything the dashboard does with sites and users, for your programs. JSON in, JSON out.">
      <Section id="credentials" title="Credentials">
        <p>
          Make an API token in the{" "}
          <Link href="/dashboard/api-tokens" prefetch={false}>
            dashboard
          </Link>{" "}
          and send it as a Bearer token. It acts for your whole account, so keep it on your server. Another account’s records do not exist
          for it: they answer 404, like ids that nobody has.
        </p>
        <CodeBlock what="curl" text={`curl ${appUrl}/api/sites -H "Authorization: Bearer $API_TOKEN"`} />
        <p>
          A backend that only signs people in needs no API token. Exchange and <Code>mark_used</Code> also take HTTP Basic with the site’s
          own client ID and client secret, and reach that site’s tokens only.
        </p>
      </Section>
      {ENDPOINTS.map(({ id, title, endpoints }) => (
        <Section key={id} id={id} title={title}>
          <Facts
            head={["Request", "What it does"]}
            rows={endpoints.map(({ method, path, text }) => [
              <code key="request" className="font-mono whitespace-nowrap">
                <strong>{method}</strong> {path}
              </code>,
              text,
            ])}
          />
          {endpoints
            .filter(({ body, method }) => body && method !== "PUT")
            .map((endpoint) => (
              <CodeBlock key={endpoint.method} what={`curl, ${endpoint.method} ${endpoint.path}`} text={curl(appUrl, endpoint)} />
            ))}
        </Section>
      ))}
      <Section id="lists" title="Lists">
        <p>
          Lists take <Code>page</Code> and <Code>per_page</Code> (at most 100) and answer with{" "}
          <Code>{"pagination: { page, per_page, total_pages, total_count }"}</Code> and a <Code>Link</Code> header. <Code>search</Code>{" "}
          looks for a part of the name or address, literally.
        </p>
      </Section>
      <Section id="errors" title="Refusals">
        <p>
          A refusal has a status and says what is wrong in sentences:{" "}
          <Code>{'{"error": "Validation failed", "messages": ["Name can\'t be blank"]}'}</Code>.
        </p>
        <Facts
          head={["Status", "Means"]}
          rows={[
            ["400", "The body is not JSON, or a parameter is not what it should be"],
            ["401", "No credential, or one that is not valid any more"],
            ["404", "There is no such record in your account"],
            ["422", "A field is wrong, or the token was used before or is too old"],
            ["429", "Too many attempts; Retry-After says when to try again"],
            ["503", "Busy or starting; Retry-After says when to try again"],
          ]}
        />
      </Section>
    </Prose>
  );
}

const curl = (appUrl: string, { method, path, body }: Endpoint) =>
  `curl -X ${method} ${appUrl}${path.replace(":id", "1")} \\
  -H "Authorization: Bearer $API_TOKEN" -H "Content-Type: application/json" \\
  -d '${body}'`;
