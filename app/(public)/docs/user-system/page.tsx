import type { Metadata } from "next";
import { Code, CodeBlock, Facts, Prose, Section } from "@/lib/ui/prose";

export const metadata: Metadata = { title: "Your own user system" };

const request = `POST /your/sign-up HTTP/1.1
Host: users.example
Content-Type: application/json
X-Api-Key: the key you gave

{
  "userName": "jane@example.com",
  "password": "what she typed",
  "firstName": "Jane",
  "lastName": "Doe",
  "language": "en"
}`;

const answers = [
  [
    <Code key="a">201 {'{"id": "…"}'}</Code>,
    "Taken. The id, a text or a whole number, becomes the user’s external id. It is unique within one site.",
  ],
  [
    <Code key="a">4xx, 5xx {'{"message": "…"}'}</Code>,
    "Refused. At sign-up the visitor reads the message, as text and 300 characters of it.",
  ],
  ["Anything else", "No answer: a redirect, another status, a body without an id, a packed one, more than 64 KiB, or ten seconds."],
] as const;

export default function UserSystemPage() {
  return (
    <Prose
      title="Your own user system"
      lead="You have users already, or keep them in a system of your own. It can take new ones first, and hand over those it has."
    >
      <Section id="question" title="What it is asked">
        <p>
          Two addresses in a site’s settings, or <Code>signup_endpoint</Code> and <Code>sign_in_endpoint</Code> over the API. Both are asked
          in the same words; without a name, <Code>firstName</Code> and <Code>lastName</Code> are left out, and at sign-in they always are.
        </p>
        <CodeBlock what="Request" text={request} />
        <Facts head={["It answers", "And then"]} rows={answers} />
        <p>
          Whoever knows FastEditor’s sign-up and login endpoints knows these: an endpoint made for one serves the other. The address is
          https with a certificate for its name, on a public host.
        </p>
      </Section>
      <Section id="sign-up" title="Sign-up">
        <p>
          Asked before somebody becomes a user here, and nobody does whom it refuses. It is asked about addresses that we know as well: let
          it refuse those it knows.
        </p>
      </Section>
      <Section id="moving" title="Moving over, one sign-in at a time">
        <ol>
          <li>Name your present login as the sign-in address, and close sign-ups or require proved addresses while you move.</li>
          <li>
            Somebody signs in whom we do not know: your login is asked, once. On 201 they are ours, with the password they know, hashed as
            all are, and their id as external id.
          </li>
          <li>From then on your login is not asked about them. When it has become quiet, empty the address.</li>
        </ol>
        <p>
          The address is not proved by this. Until their first sign-in, nobody can reset their password here. Who knows your users’ hashes
          imports them instead: then everybody moves at once.
        </p>
        <p>Whom you delete here while your login still knows them is taken over again at their next sign-in: delete them there first.</p>
      </Section>
      <Section id="passwords" title="What happens to passwords">
        <ul>
          <li>They reach your system over https, in one request. They are logged nowhere, and never sent again.</li>
          <li>Ten wrong ones for an address close it for ten minutes, here as everywhere; your system is then not asked.</li>
          <li>The key is sealed, never shown, and goes only to the address that it was given for.</li>
        </ul>
      </Section>
    </Prose>
  );
}
