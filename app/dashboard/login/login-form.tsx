"use client";

import Link from "next/link";
import { signIn } from "next-auth/react";
import { type FormEvent, startTransition, useActionState, useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { PasskeyLogin } from "./passkey-login";

/** Signs an operator in by next-auth's own exchange: it fetches a CSRF token, then posts. */
export function LoginForm() {
  const [passkeyProblem, setPasskeyProblem] = useState<string | null>(null);
  const [refused, action, pending] = useActionState(async (_: string | null, form: FormData) => {
    const answer = await signIn("credentials", {
      email: form.get("email"),
      password: form.get("password"),
      redirect: false,
    }).catch(() => undefined);
    if (answer?.error === "second_step") {
      window.location.assign("/dashboard/login/second-step");
      await new Promise(() => undefined);
    }
    if (answer?.ok && !answer.url?.includes("csrf=true")) {
      // A full load: what a page remembers of a stranger is gone.
      window.location.assign("/dashboard");
      await new Promise(() => undefined);
    }
    return problemOf(answer?.error ?? "unavailable");
  }, null);
  const problem = passkeyProblem ?? refused;
  // Not the form's own action, which would empty it after a refusal.
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPasskeyProblem(null);
    startTransition(() => action(form));
  };
  return (
    <div className="grid gap-4">
      <form method="post" onSubmit={onSubmit} className="grid gap-4">
        {problem && <Note tone="bad">{problem}</Note>}
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Signing in …" : "Sign in"}
        </Button>
        <Link
          href="/dashboard/reset-password"
          className="justify-self-center text-sm text-soft underline underline-offset-4 hover:text-ink"
        >
          Forgot your password?
        </Link>
      </form>
      <PasskeyLogin onProblem={setPasskeyProblem} />
    </div>
  );
}

function problemOf(error: string): string {
  if (error === "CredentialsSignin") return "Wrong e-mail or password";
  if (!error.startsWith("too_many_attempts")) return "We could not reach the server. Try again in a moment.";
  const minutes = Math.max(1, Math.ceil(Number(error.split(":")[1] ?? 600) / 60));
  return `Too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or set a new password.`;
}
