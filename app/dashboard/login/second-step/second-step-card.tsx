"use client";

import Link from "next/link";
import { useState } from "react";
import { Button, buttonLook } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { EntryCard } from "@/lib/ui/entry-card";
import { AppSetUp, type ShownApp } from "../../app-set-up";
import { FactorFields } from "../../factor-fields";
import { PasskeyButton, usedOnce } from "../../passkey-button";
import { RecoveryCodes, WHY_KEEP_CODES } from "../../recovery-codes";
import { useOperatorForm } from "../../use-operator-form";
import { beginStepPasskeyAction, secondStepAction, setUpAction } from "./actions";

/** What the step was when its page was opened. */
export type OpenedStep =
  /** `code`: whether they have an app. */
  | { readonly kind: "show"; readonly email: string; readonly code: boolean; readonly passkey: string | null }
  | { readonly kind: "set_up"; readonly email: string; readonly app: ShownApp };

const goOn = () => window.location.assign("/dashboard");

const another = (
  <Link href="/dashboard/login" className="font-medium text-ink underline underline-offset-4">
    Sign in as somebody else
  </Link>
);

/** The step as it was when the page was opened: the moment after it is over, the next page is on its way. */
export function SecondStepCard({ step }: { step: OpenedStep | null }) {
  const [opened] = useState(step);
  if (opened?.kind === "show") return <ShowFactor {...opened} />;
  if (opened?.kind === "set_up") return <SetUp {...opened} />;
  return (
    <EntryCard title="That took too long" text="Begin with your password again.">
      <Link href="/dashboard/login" className={`${buttonLook("primary")} w-full`}>
        Sign in
      </Link>
    </EntryCard>
  );
}

function ShowFactor({ email, code, passkey }: { email: string; code: boolean; passkey: string | null }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [options] = useState(() =>
    usedOnce(passkey ?? "", async () => {
      const again = await beginStepPasskeyAction();
      return again.kind === "done" ? again.options : null;
    }),
  );
  const { state, pending, onSubmit, fields, message } = useOperatorForm(secondStepAction, goOn);
  const busy = pending || state.kind === "done";
  const sendPasskey = (credential: string) => {
    const form = new FormData();
    form.set("credential", credential);
    return secondStepAction(form);
  };
  return (
    <EntryCard
      title="Confirm that it is you"
      text={
        <p className="break-words">
          For {email}.{" "}
          {code
            ? "Your authenticator app shows six digits for Signin Fast."
            : "Your account requires a second step, and yours is a passkey. If you have lost it, a colleague can reset it."}
        </p>
      }
      footer={another}
    >
      <div className="grid gap-4">
        {(problem ?? message) && <Note tone="bad">{problem ?? message}</Note>}
        {code && (
          <form method="post" onSubmit={onSubmit} className="grid gap-4">
            <FactorFields problems={fields} autoFocus />
            <Button type="submit" look="primary" disabled={busy}>
              {busy ? "Signing in …" : "Sign in"}
            </Button>
          </form>
        )}
        {passkey && (
          <PasskeyButton alone={!code} options={options} send={sendPasskey} onDone={goOn} onProblem={setProblem}>
            {code ? "Use a passkey instead" : "Use your passkey"}
          </PasskeyButton>
        )}
      </div>
    </EntryCard>
  );
}

function SetUp({ email, app }: { email: string; app: ShownApp }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) {
    return (
      <EntryCard title="Keep your recovery codes" text={WHY_KEEP_CODES}>
        <div className="grid gap-4">
          <RecoveryCodes codes={codes} />
          <Button look="primary" onClick={goOn}>
            I have kept them
          </Button>
        </div>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Set up your second step"
      text={<p className="break-words">Your account requires a second step. From now on {email} needs a code from an app as well.</p>}
      footer={another}
    >
      <AppSetUp app={app} action={setUpAction} onDone={(done) => setCodes(done.codes)} />
    </EntryCard>
  );
}
