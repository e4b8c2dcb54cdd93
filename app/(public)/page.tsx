import Link from "next/link";
import { demoSite } from "@/lib/core/sites/demo-site";
import { buttonLook } from "@/lib/ui/button";
import { LiveExample } from "./live-example";

const STEPS = [
  ["Make a site", "Name it. You get a sign-in page at once, with a client ID and a secret."],
  ["Send people there", "By a link, or in a modal on your own page. Any phone, with or without JavaScript."],
  ["Exchange the token", "Your callback receives a one-time token; your backend learns who it is."],
] as const;

export default async function HomePage() {
  const demo = await demoSite();
  return (
    <main className="mx-auto grid max-w-6xl gap-14 px-4 py-14 sm:px-8 sm:py-20">
      <div className={demo ? "grid items-start gap-10 lg:grid-cols-[1fr_24rem]" : "grid"}>
        <section className="grid gap-6">
          <h1 className="max-w-3xl text-4xl font-semibold tracking-tight text-balance sm:text-5xl">
            Sign-in for your application that starts with one command.
          </h1>
          <p className="max-w-prose text-lg text-soft">
            Hosted pages, many sites and customers, in one process on your machine. Your users’ data stays yours.
          </p>
          <p className="flex flex-wrap gap-3">
            <Link href="/dashboard" prefetch={false} className={buttonLook("primary")}>
              Open the dashboard
            </Link>
            <Link href="/docs" className={buttonLook()}>
              Five-minute integration
            </Link>
          </p>
        </section>
        {demo && <LiveExample slug={demo} />}
      </div>
      <ol className="grid gap-4 sm:grid-cols-3">
        {STEPS.map(([title, text], step) => (
          <li key={title} className="grid content-start gap-2 rounded-xl border border-line bg-card p-6">
            <span aria-hidden className="grid size-8 place-items-center rounded-lg bg-accent text-sm font-semibold text-on-accent">
              {step + 1}
            </span>
            <h2 className="text-base font-semibold">{title}</h2>
            <p className="text-sm text-soft">{text}</p>
          </li>
        ))}
      </ol>
    </main>
  );
}
