"use client";

import { useEffect, useState } from "react";
import { Button } from "@/lib/ui/button";

type Told = { success: boolean; user: { email: string } | null };

/** The widget at work on our own page, as on anybody's: its script, a trigger, and the event. */
export function LiveExample({ slug }: { slug: string }) {
  const [email, setEmail] = useState<string | null>(null);
  useEffect(() => {
    const script = document.createElement("script");
    script.src = `/${slug}/embed.js`;
    script.async = true;
    document.body.append(script);
    const onAuth = (event: Event) => {
      const { success, user } = (event as CustomEvent<Told>).detail;
      if (success && user) setEmail(user.email);
    };
    window.addEventListener("signinFastAuth", onAuth);
    return () => {
      window.removeEventListener("signinFastAuth", onAuth);
      script.remove();
    };
  }, [slug]);
  return (
    <section aria-labelledby="example" className="grid content-start gap-4 rounded-2xl border border-line bg-card p-6 sm:p-8">
      <div className="grid gap-1">
        <h2 id="example" className="text-lg font-semibold">
          Try it here
        </h2>
        <p className="text-sm text-soft">This is the modal that your visitors get. Any address will do; it is forgotten after a day.</p>
      </div>
      <div role="status" className="text-sm">
        {email && (
          <p className="rounded-lg bg-good-well px-4 py-3 text-good">Signed in as {email}. On your page, your backend would know now.</p>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" data-signin-fast="signup">
          Create an account
        </Button>
        <Button data-signin-fast="login">Sign in</Button>
      </div>
    </section>
  );
}
