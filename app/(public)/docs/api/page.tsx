import type { Metadata } from "next";
import Link from "next/link";
import { apiDocument } from "@/app/api/document";
import { env } from "@/lib/kernel/env";
import { Code, CodeBlock, Prose, Section } from "@/lib/ui/prose";
import { OperationSection } from "./operation-section";
import { shownResources } from "./operations";
import { Reference } from "./reference";

export const metadata: Metadata = { title: "The REST API" };

export default function ApiPage() {
  const { appUrl } = env();
  const resources = shownResources(apiDocument()).map(({ operations, ...resource }) => ({
    ...resource,
    operations: operations.map((operation) => {
      const { id, method, summary, words } = operation;
      return { id, method, summary, words, section: <OperationSection operation={operation} /> };
    }),
  }));
  return (
    <Reference resources={resources}>
      <Prose title="The REST API" lead="Everything the dashboard does with sites and users, for your programs. JSON in, JSON out.">
        <Section id="credentials" title="Credentials">
          <p>
            Make an API token in the{" "}
            <Link href="/dashboard/api-tokens" prefetch={false}>
              dashboard
            </Link>{" "}
            and send it as a Bearer token. Keep it on your server. Another account’s records do not exist for it: they answer 404, like ids
            that nobody has.
          </p>
          <CodeBlock what="curl" text={`curl ${appUrl}/api/sites -H "Authorization: Bearer $API_TOKEN"`} />
          <p>
            A backend that only signs people in needs no API token. Exchange and <Code>mark_used</Code> also take HTTP Basic with the site’s
            own client ID and client secret, and reach that site’s tokens only.
          </p>
        </Section>
        <Section id="lists" title="Lists">
          <p>
            Lists take <Code>page</Code> and <Code>per_page</Code> and answer with <Code>pagination</Code> and a <Code>Link</Code> header.
            To read a whole list, follow <Code>next_cursor</Code>: send it as <Code>cursor</Code> with the same filter and sort. It costs
            the same at any depth, and what is made or deleted meanwhile neither repeats nor skips a record. Long lists are not counted to
            their end: then <Code>total_is</Code> says <Code>estimate</Code>.
          </p>
        </Section>
        <Section id="repeats" title="Repeats and limits">
          <p>
            A POST with an <Code>Idempotency-Key</Code> is done once, however often it is sent within a day; a file takes no key, for the
            same file again changes nothing. A single record has an <Code>ETag</Code>. Every answer says in <Code>RateLimit-Remaining</Code>{" "}
            how many requests your credential has left in this minute.
          </p>
        </Section>
        <Section id="errors" title="Refusals">
          <p>
            A refusal has a status and says what is wrong in sentences:{" "}
            <Code>{'{"error": "Validation failed", "messages": ["Name can\'t be blank"]}'}</Code>. Each operation lists the ones it has.
          </p>
        </Section>
        <Section id="machines" title="For programs">
          <p>
            This page is made from <a href="/api/openapi.json">/api/openapi.json</a>, an OpenAPI 3.1 document: generate a client from it, or
            load it into your tools. Language models may begin at <a href="/llms.txt">/llms.txt</a>.
          </p>
        </Section>
      </Prose>
    </Reference>
  );
}
