import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { env } from "@/lib/kernel/env";
import { type DialectGuide, dialectGuides } from "@/lib/quick-start/dialects";
import { Code, CodeBlock, Facts, Prose, Section } from "@/lib/ui/prose";

export const metadata: Metadata = { title: "Dialects: code for other systems" };

/** What a reader of each has to know: what to change, what is the same, what is not. */
const NOTES: Record<DialectGuide["id"], { change: ReactNode; same: ReactNode; differs: ReactNode }> = {
  fastgen: {
    change: (
      <>
        The project address: its <Code>/auth</Code> lies under your site. The SDKs of SuperTokens take it in two parts.
      </>
    ),
    same: "Paths, bodies, statuses, cookies, header and body mode, front-token and JWKS: all that supertokens-web-js uses of it with e-mail and password.",
    differs:
      "One tenant, public. No social providers and no second factor. A password needs eight characters; a letter and a digit only where letter_and_digit is on. Cookies keep to your site’s path.",
  },
  fastauth: {
    change: (
      <>
        The base address. All paths begin with <Code>/auth</Code> as before.
      </>
    ),
    same: "Paths, statuses and bodies, among them FastAPI’s own 422, 404 and 405.",
    differs:
      "Access tokens are signed with RS256: check them with the JWKS, not with a shared secret. A password needs eight characters. A reset signs out everywhere. A refresh token that comes a second time ends its session. How often one internet address may register or ask for mails is a setting.",
  },
  fastschema: {
    change: (
      <>
        The base address, also that of the SDK. All paths begin with <Code>/api/auth</Code> as before.
      </>
    ),
    same: "Sign-in by name or address, activation, recovery, me, refresh, logout and one-time codes, in the bodies of the documentation and of the JavaScript SDK at once.",
    differs:
      "Nobody has roles, and there are no social providers. Tokens of mails work once. Where the documentation changes APP_KEY to end all tokens, you replace the signing key in the site’s settings.",
  },
  fasteditor: {
    change: "The three endpoints and the key, which you make in the site’s settings. It is shown once.",
    same: "Bodies, the 201, and errors as a message and a code. Messages come in English, Dutch, German and French.",
    differs: "Who signs up with a name that is no address gets no mails, and so no new password by mail.",
  },
};

export default function DialectsPage() {
  const guides = dialectGuides({ appUrl: env().appUrl, slug: "your-slug" });
  return (
    <Prose
      title="Dialects: code for other systems"
      lead="Code that was written for one of these systems keeps working when its base address is your site’s. The settings of a site show each with its own values."
    >
      {guides.map((guide) => (
        <Section key={guide.id} id={guide.id} title={guide.name}>
          <p>{guide.whose}</p>
          <Facts
            head={["Setting", "Value"]}
            rows={guide.settings.map(([setting, value]) => [
              setting,
              <Code key="value">
                <span className="break-all">{value}</span>
              </Code>,
            ])}
          />
          <CodeBlock what={`A call of ${guide.name}`} text={guide.call} />
          <ul>
            <li>
              <strong>To change:</strong> {NOTES[guide.id].change}
            </li>
            <li>
              <strong>The same:</strong> {NOTES[guide.id].same}
            </li>
            <li>
              <strong>Different:</strong> {NOTES[guide.id].differs}
            </li>
          </ul>
        </Section>
      ))}
      <Section id="common" title="For all of them">
        <ul>
          <li>A site has its users once: who signed up by one dialect signs in by the others, and on the hosted page.</li>
          <li>
            All four answer until you switch them off, in the site’s settings or as <Code>dialects</Code> over{" "}
            <Link href="/docs/api">the REST API</Link>. There are lifetimes and more, too.
          </li>
          <li>Links in mails lead to your site’s hosted pages, and each mail has a code beside its link.</li>
          <li>
            Pages in a browser call from an origin that the site knows: that of one of its addresses, or one that it allows. Backends call
            from anywhere. FastEditor’s endpoints are for backends only.
          </li>
          <li>A refresh token is good in the dialect that gave it out. Who signs out everywhere, or is blocked, is signed out of all.</li>
        </ul>
      </Section>
    </Prose>
  );
}
