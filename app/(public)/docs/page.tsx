import type { Metadata } from "next";
import Link from "next/link";
import { env } from "@/lib/kernel/env";
import { express } from "@/lib/quick-start/express";
import { Code, CodeBlock, Prose, Section } from "@/lib/ui/prose";

export const metadata: Metadata = { title: "Five minutes to the first signed-in user" };

/** The quick start's own Express application, with names in place of a site's values. */
const callback = (appUrl: string) =>
  express({ appUrl, slug: "your-slug", clientId: "YOUR_CLIENT_ID", callbackPath: "/auth/callback" }).code;

export default function FiveMinutesPage() {
  const { appUrl } = env();
  return (
    <Prose
      title="Five minutes to the first signed-in user"
      lead="Make a site, send people to its page, exchange the token that comes back. Your application never sees a password."
    >
      <Section id="site" title="1. Make a site">
        <p>
          Open the{" "}
          <Link href="/dashboard" prefetch={false}>
            dashboard
          </Link>{" "}
          and name your site: that is the only question. Its page shows the real sign-in page, a client ID and a client secret, and the code
          below with your own values filled in.
        </p>
        <p>
          Set the <strong>success URI</strong> to the address in your application that takes people back, for example{" "}
          <Code>http://localhost:4000/auth/callback</Code>. Plain http works on localhost only.
        </p>
      </Section>
      <Section id="links" title="2. Send people there">
        <p>Two links are enough. They work on any phone, with or without JavaScript.</p>
        <CodeBlock
          what="HTML"
          text={`<a href="${appUrl}/your-slug/login?state=RANDOM">Sign in</a>\n<a href="${appUrl}/your-slug/signup?state=RANDOM">Create an account</a>`}
        />
        <p>
          <Code>state</Code> comes back on your callback unchanged. Keep a random value in the visitor’s session and let nobody in whose
          state is another: then nobody can make your visitor sign in as somebody else. The code below does it, and a plain link to your
          callback begins a sign-in, too. If you would rather stay on your page, use <Link href="/docs/embed">the modal</Link>.
        </p>
      </Section>
      <Section id="callback" title="3. Exchange the token">
        <p>
          After signing in, the visitor arrives on your callback with <Code>?token=tkn_…</Code> and the <Code>state</Code>. The token lives
          for two minutes and works once. Your backend compares the state, exchanges the token and learns who it is.
        </p>
        <CodeBlock what="Express" text={callback(appUrl)} />
        <p>
          The answer is <Code>{"{ site_user: { id, email, name, email_verified, … }, site_user_session }"}</Code>. A token that was used
          before, or is too old, gets a 422. The exchange already marks the token as used; calling <Code>mark_used</Code> afterwards is
          allowed and changes nothing.
        </p>
      </Section>
      <Section id="mails" title="4. Mails">
        <p>
          Verification and password mails are kept in the dashboard’s mailbox until you configure <Code>RESEND_API_KEY</Code> or{" "}
          <Code>SMTP_URL</Code>. Nothing to set up before you have seen it work.
        </p>
      </Section>
      <Section id="programs" title="For programs">
        <p>
          Everything else is in <Link href="/docs/api">the REST API</Link>, also as an OpenAPI document at{" "}
          <a href="/api/openapi.json">/api/openapi.json</a>. This page for language models is <a href="/llms.txt">/llms.txt</a>.
        </p>
      </Section>
      <Section id="more" title="What else a visitor may need">
        <ul>
          <li>
            <Code>/your-slug/reset-password</Code>: a new password, by a link and a code in one mail.
          </li>
          <li>
            <Code>/your-slug/verify-email</Code>: proof of an address. The site’s settings say whether it is off, optional or required.
          </li>
          <li>
            <Code>/your-slug/logout</Code>: ends what the browser keeps for your site and leads to your home URI.
          </li>
        </ul>
      </Section>
    </Prose>
  );
}
