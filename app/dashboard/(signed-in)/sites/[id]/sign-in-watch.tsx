"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { TimeAgo } from "@/lib/ui/time-ago";
import { lookForSignIn, type SignInSeen } from "./actions";

const EVERY_MS = 2_000;

/** Waits for the first sign-in and says when it has come. It looks every other second, and only while somebody looks at it. */
export function SignInWatch({ siteId, seen }: { siteId: string; seen: SignInSeen | null }) {
  const [signIn, setSignIn] = useState(seen);
  const waiting = signIn === null;

  useEffect(() => {
    if (!waiting) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const look = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      const answer = await lookForSignIn(siteId).catch(() => null);
      clearTimeout(timer);
      // Signed out, or the site is gone: there is nothing to wait for any more.
      if (over || answer?.kind === "refused") return;
      if (answer?.kind === "done" && answer.signIn) setSignIn(answer.signIn);
      else timer = setTimeout(look, EVERY_MS);
    };
    timer = setTimeout(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [siteId, waiting]);

  return (
    <div
      role="status"
      className={`mb-6 flex items-center gap-3 rounded-xl px-4 py-3.5 text-sm ${signIn ? "bg-good-well text-good" : "border border-line bg-card text-soft"}`}
    >
      {signIn ? (
        <>
          <CircleCheck className="size-5 shrink-0" aria-hidden />
          <p className="min-w-0 break-words">
            <strong className="font-semibold">It works.</strong> {signIn.name ? `${signIn.name} (${signIn.email})` : signIn.email} signed in{" "}
            <TimeAgo iso={signIn.at} />.{" "}
            <Link href={`/dashboard/sites/${siteId}/users`} className="font-medium underline underline-offset-4">
              See the users
            </Link>
          </p>
        </>
      ) : (
        <>
          <span aria-hidden className="mx-1 size-3 shrink-0 rounded-full bg-edge motion-safe:animate-pulse" />
          <p>Waiting for the first sign-in…</p>
        </>
      )}
    </div>
  );
}
