import type { Metadata } from "next";
import Link from "next/link";
import { env } from "@/lib/kernel/env";
import { Code, CodeBlock, Facts, Prose, Section } from "@/lib/ui/prose";
import { ATTRIBUTES, CLASSES, DETAIL, METHODS } from "./reference";
import { bindToken, checkState, early, htmx, plain, react, strictPolicy, styling, svelte, turbo, vue, withState } from "./samples";

export const metadata: Metadata = { title: "The modal" };

const asCode = (rows: readonly (readonly [string, string])[]) => rows.map(([name, text]) => [<Code key="name">{name}</Code>, text]);

export default function EmbedPage() {
  const { appUrl } = env();
  return (
    <Prose
      title="The modal"
      lead="One script tag, and people sign in without leaving your page. Nothing is to be seen until somebody opens it."
    >
      <Section id="start" title="Start">
        <CodeBlock what="HTML" text={plain(appUrl)} />
        <p>
          Add the origin of your page, for example <Code>https://shop.example</Code>, to the site’s allowed origins in the{" "}
          <Link href="/dashboard" prefetch={false}>
            dashboard
          </Link>
          . The origins of its four addresses are allowed already. Every other page gets a link to the hosted page instead of the form.
        </p>
        <p>
          The form runs in a frame of ours: scripts on your page do not see what is typed. It works where third-party cookies are blocked,
          because it needs none.
        </p>
      </Section>
      <Section id="triggers" title="What opens it">
        <Facts head={["Attribute", "Meaning"]} rows={asCode(ATTRIBUTES)} />
        <Facts head={["Class", "Meaning"]} rows={asCode(CLASSES)} />
        <p>Elements that appear later are bound too: rendered by a framework, or swapped in by Turbo or htmx.</p>
      </Section>
      <Section id="methods" title="Methods">
        <Facts head={["Call", "Does"]} rows={asCode(METHODS)} />
        <p>A page that cannot wait for the script leaves its calls; they are made when it has loaded, and at once when it has.</p>
        <CodeBlock what="HTML" text={early} />
      </Section>
      <Section id="state" title="State">
        <p>
          Nobody should be signed in as somebody else by a callback that was sent to them. Keep a random text in your session, put it on the
          script tag, and refuse the callback unless its <Code>state</Code> is the same.
        </p>
        <CodeBlock what="HTML" text={withState(appUrl)} />
        <CodeBlock what="Express" text={checkState} />
        <p>
          <Code>{"SigninFast.openModal({ state })"}</Code> and the other openings take one of their own; the hosted pages take{" "}
          <Code>?state=</Code>. A page that stays where it is and takes the token from the event needs none.
        </p>
      </Section>
      <Section id="bind" title="Binding the token (optional)">
        <p>
          A token can be bound to the session that asked for it: send the SHA-256 of a random text as <Code>code_challenge</Code> when a
          sign-in begins, and the text itself as <Code>code_verifier</Code> when you exchange. The token is then of no use to anybody who
          lacks it, and an exchange that says a verifier takes no token that was begun without. The method is <Code>S256</Code>;{" "}
          <Code>plain</Code> is refused. The modal takes it as <Code>{"SigninFast.openModal({ codeChallenge })"}</Code> or{" "}
          <Code>data-code-challenge</Code>.
        </p>
        <CodeBlock what="Express" text={bindToken(appUrl)} />
      </Section>
      <Section id="event" title="The event">
        <p>
          When somebody has signed in, <Code>window</Code> gets a <Code>signinFastAuth</Code> event. After it, the browser goes to the
          site’s success URI with <Code>?token=tkn_…</Code>, unless a listener called <Code>preventDefault()</Code>, the script tag has{" "}
          <Code>data-redirect="none"</Code>, or the site has no success URI. A refused attempt is told too, with <Code>success: false</Code>
          .
        </p>
        <Facts head={["event.detail", "Holds"]} rows={asCode(DETAIL)} />
        <p>
          A site without a success URI works by the event alone; its page is allowed by its origin. Give the token to your backend and{" "}
          <Link href="/docs#callback">exchange it there</Link>. Do not take <Code>user</Code> for proof: a script on your page could send
          such an event itself.
        </p>
      </Section>
      <Section id="frameworks" title="React, Vue, Svelte">
        <p>
          The components stay on their page. Loading the script twice, or taking it away and adding it again as they do, is fine: there is
          one modal and one event.
        </p>
        <CodeBlock what="React" text={react(appUrl)} />
        <CodeBlock what="Vue" text={vue(appUrl)} />
        <CodeBlock what="Svelte" text={svelte(appUrl)} />
      </Section>
      <Section id="swaps" title="Turbo and htmx">
        <p>
          The tag goes into the head, once. Visits, swaps, previews and the way back need nothing more: a swap of the whole body closes the
          modal, and a refresh of the page by morphing leaves it open.
        </p>
        <CodeBlock what="Turbo" text={turbo(appUrl)} />
        <CodeBlock what="htmx" text={htmx(appUrl)} />
      </Section>
      <Section id="styling" title="Styling">
        <p>
          The shell stands in your page and is yours to style: <Code>.signin-fast-content</Code> is the window. Colours, radius and font of{" "}
          <Code>.signin-fast-button</Code> are read from your style sheet and carried into the frame.
        </p>
        <CodeBlock what="CSS" text={styling} />
        <p>
          Opening and closing move nothing on your page: its scroll position stays, the focus goes back to what opened the modal, and no
          layout shift is counted.
        </p>
      </Section>
      <Section id="policy" title="Content security policy">
        <p>Under a strict policy of your own, two sources are needed. No inline style or script is used.</p>
        <CodeBlock what="Header" text={strictPolicy(appUrl)} />
      </Section>
    </Prose>
  );
}
