import type { Metadata } from "next";
import { webhookTypes } from "@/lib/core/webhooks/webhook-types";
import { Code, CodeBlock, Facts, Prose, Section } from "@/lib/ui/prose";
import { JAVASCRIPT, PYTHON, RUBY } from "./samples";

export const metadata: Metadata = { title: "Webhooks" };

const request = `POST /webhooks HTTP/1.1
Content-Type: application/json
webhook-id: evt_7021194021
webhook-timestamp: 1769860800
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

{"type":"site_user.created","timestamp":"2026-01-31T12:00:00Z","data":{"site_id":17,"site_user":{"id":4821,"email":"jane@example.com", …}}}`;

const answers = [
  [<Code key="a">2xx</Code>, "It has arrived. Answer at once, and work on it afterwards."],
  [<Code key="a">410</Code>, "The endpoint is gone: it is turned off, and nothing more is sent there."],
  ["Anything else, a redirect too, or nothing within 15 seconds", "It is tried again."],
] as const;

export default function WebhooksPage() {
  return (
    <Prose
      title="Webhooks"
      lead="Your backend is told what happens at a site: a sign-up, a new address, a deletion. Signed, and as it happens."
    >
      <Section id="message" title="What is sent">
        <p>
          Endpoints are added under “Webhooks” of a site, or by the API. Each is told of everything, or of what you choose. A message is as{" "}
          <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it:
        </p>
        <CodeBlock what="Request" text={request} />
        <p>
          <Code>data</Code> names the site, and in <Code>site_user</Code> whom it tells of, as the API shows them at that moment. Of a user
          who was deleted it says the ids alone.
        </p>
        <Facts head={["Type", "It means"]} rows={webhookTypes().map(({ type, says }) => [<Code key={type}>{type}</Code>, says])} />
      </Section>
      <Section id="verify" title="Check the signature">
        <p>
          Anybody can send a request to your endpoint. What we sent is signed with the endpoint’s secret over <Code>id.timestamp.body</Code>
          ; the time keeps an old message from being sent again. After a rotation there are two signatures for a while, and one that fits is
          enough.
        </p>
        <CodeBlock what="JavaScript receiver" text={JAVASCRIPT} />
        <CodeBlock what="Python receiver" text={PYTHON} />
        <CodeBlock what="Ruby check" text={RUBY} />
      </Section>
      <Section id="answers" title="What you answer">
        <Facts head={["You answer", "And then"]} rows={answers} />
        <ul>
          <li>
            The same message may come twice, and messages may come in another order than things happened. <Code>webhook-id</Code> is the
            same each time: keep those that you have worked on.
          </li>
          <li>It is tried ten times: at once, and after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, a little more or less.</li>
          <li>An endpoint where nothing has arrived for five days is turned off. Once it is on again, send again what failed.</li>
          <li>
            Every delivery is in the log for thirty days, with what was sent and what you answered. It goes with the user whom it tells of.
          </li>
        </ul>
      </Section>
      <Section id="addresses" title="Where we send">
        <p>
          To https on a public host, port 443 or from 1024 up, with a certificate for its name. No redirect is followed. Four messages at
          most are on their way to one endpoint at once.
        </p>
      </Section>
    </Prose>
  );
}
