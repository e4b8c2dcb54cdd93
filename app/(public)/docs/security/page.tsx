import type { Metadata } from "next";
import { Code, Prose, Section } from "@/lib/ui/prose";

export const metadata: Metadata = { title: "Security" };

export default function SecurityPage() {
  return (
    <Prose title="Security, in plain words" lead="What we keep, what we never keep, and what stands between an attacker and your users.">
      <Section id="passwords" title="Passwords">
        <ul>
          <li>
            Hashed with Argon2id (19 MiB, two passes), then sealed with a key that is not in the database. A stolen dump alone cannot even
            be guessed at.
          </li>
          <li>Typed on our page or in our frame, never in yours: a script on your page does not see them.</li>
          <li>Eight characters or more for your users, fifteen for operators of the dashboard. No rules about digits and signs.</li>
          <li>
            A new password is refused when it is one of the 100,000 that most people use, or the name of your site. The whole password,
            never a part of it; and never at a sign-in. You can turn that off for a site.
          </li>
        </ul>
      </Section>
      <Section id="tokens" title="Tokens and links">
        <ul>
          <li>
            Tokens and links are random, 256 bits, and kept as a hash only. Client secrets are the exception: you can look at them again, so
            they are sealed. And while no mail transport is set, mails stay readable in the mailbox, with their links and codes.
          </li>
          <li>A token is spent by one statement in the database. Of any number of callers with the same token, exactly one succeeds.</li>
          <li>Opening a link from a mail spends nothing; a button does. Mail scanners cannot use links up.</li>
          <li>A new password voids every unused token and every older link.</li>
        </ul>
      </Section>
      <Section id="guessing" title="Guessing">
        <ul>
          <li>
            Ten wrong passwords for an address close it for ten minutes, whether or not it has an account; a hundred close the internet
            address that they come from. Closed again within a day, it stays closed for twice as long, up to almost three hours. Right
            passwords do not count, and a reset opens it again. What is refused says so by 429 and <Code>Retry-After</Code>.
          </li>
          <li>
            In the dashboard, too, a code from an app is asked for once its operator has set one up, and a passkey is password and code in
            one. An account can require it of everybody. Ten minutes after that proof, whatever shows a secret, takes users along or cannot
            be undone asks for it again.
          </li>
          <li>
            Strangers who fail on purpose shut nobody out: a browser in which somebody has signed in before has ten guesses of its own, with
            which they get in. So has an operator’s.
          </li>
          <li>
            A thousand failures at a site in ten minutes mean that it is under attack: those limits are a quarter then, and browsers work
            for about a second before a sign-in or a new account is taken, which nobody has to click through. That needs JavaScript; without
            it, a page says so. Dialects and the API are not challenged, but limited in the same way.
          </li>
          <li>All of these numbers are settings, of the installation and of each site. Instances share what they count.</li>
          <li>
            A site that is flooded waits in a line of its own: at another one, whoever signs in is next. Who would wait for more than two
            seconds is told so at once, by 503 and <Code>Retry-After</Code>.
          </li>
          <li>A code from a mail has six digits and three guesses, which are counted before they are compared.</li>
          <li>
            Signing in and asking for a new password: unknown and known addresses get the same page, the same status, and take the same
            time. Signing up tells them apart only where verification is not required.
          </li>
        </ul>
      </Section>
      <Section id="browsers" title="Browsers">
        <ul>
          <li>
            No form of another website is taken: the browser’s <Code>Origin</Code> decides, before any cookie matters.
          </li>
          <li>
            A strict content security policy on every page: nothing is loaded from elsewhere, scripts run by hash or nonce, and nobody but
            your registered origins may frame the modal.
          </li>
          <li>Tokens go to the addresses you registered, and to no other.</li>
        </ul>
      </Section>
      <Section id="customers" title="Customers apart">
        <p>
          Every row says whose it is. Programs and operators reach the database through a handle that adds their account to each question; a
          foreign id is answered exactly like one that does not exist. Tests try every kind of record with every operation.
        </p>
      </Section>
      <Section id="sessions" title="Sessions">
        <ul>
          <li>
            A session at your pages ends two weeks after the last visit and thirty days after it began; another password, a block or a
            deletion ends it at once. Each of our addresses asks the database whether it goes on.
          </li>
          <li>
            A refresh token is good once. When it comes a second time, somebody has a copy: its session ends, and the newest token with it.
          </li>
          <li>Another address, password, passkey or second factor wants a proof that is ten minutes old at most.</li>
        </ul>
      </Section>
      <Section id="faults" title="When something breaks">
        <ul>
          <li>A sign-up and its mail are one transaction: what was answered with success outlives a crash of us and of the database.</li>
          <li>Without the database nobody is let in, and everybody is told when to try again.</li>
        </ul>
      </Section>
      <Section id="audit" title="Audit log">
        <ul>
          <li>
            Every sign-in and every failed one, every change to a user, a site, a key or an operator: who did it, from where, when, and how
            it ended. In the dashboard, by the API with the scope <Code>audit:read</Code>, and as CSV or NDJSON.
          </li>
          <li>
            The database refuses to change or delete an event. Only what is older than you want to keep is deleted: 365 days, if you do not
            say. You say so in the dashboard, or by the API with the scope <Code>audit:write</Code>.
          </li>
          <li>
            An event holds no e-mail address and no secret. When a user is deleted, a random name takes the place of their id in all of
            their events.
          </li>
          <li>Somebody who hammers does not fill it: what is refused because a budget is closed is written down once.</li>
        </ul>
      </Section>
      <Section id="proof" title="What proves it">
        <p>
          <Code>docs/security.md</Code> in the source names 137 attacks and 28 faults, each with what holds and the test that proves it;{" "}
          <Code>docs/asvs.md</Code> does so for each requirement of OWASP ASVS 5.0 at level 2. Both say what is only partly done, and a test
          fails when one of their proofs is gone. Which keys there are, how long anything lives and whom we talk to is in{" "}
          <Code>docs/security-policy.md</Code>.
        </p>
      </Section>
    </Prose>
  );
}
