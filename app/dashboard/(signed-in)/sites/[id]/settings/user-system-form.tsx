"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field, Tick } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveUserSystem } from "./actions";

type Endpoint = { readonly url: string; readonly hasKey: boolean } | null;
type Props = { readonly siteId: string; readonly signupEndpoint: Endpoint; readonly signInEndpoint: Endpoint };

/** The customer's own user system: what it is asked, where, and with which key. */
export function UserSystemForm({ siteId, signupEndpoint, signInEndpoint }: Props) {
  const router = useRouter();
  const say = useToast();
  const [saved, setSaved] = useState(0);
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (form) => saveUserSystem(siteId, form),
    () => {
      say("Your user system is saved");
      setSaved((count) => count + 1);
      router.refresh();
    },
  );
  const endpoint = (name: "signupEndpoint" | "signInEndpoint", kept: Endpoint, label: string, hint: string) => (
    <fieldset className="grid gap-4">
      <Field
        label={label}
        hint={hint}
        name={`${name}.url`}
        type="text"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={2_048}
        placeholder="https://"
        defaultValue={kept?.url ?? ""}
        problem={fields[`${name}.url`]}
      />
      <Field
        key={saved}
        label={`Key for ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
        hint={
          kept?.hasKey
            ? "One is kept and not shown. Empty keeps it; another address needs it anew."
            : "Sent as the header X-Api-Key. Empty: none is sent."
        }
        name={`${name}.apiKey`}
        type="password"
        autoComplete="new-password"
        maxLength={500}
        problem={fields[`${name}.apiKey`]}
      />
    </fieldset>
  );
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="grid gap-6">
      {endpoint(
        "signupEndpoint",
        signupEndpoint,
        "Sign-up address",
        "Asked before somebody becomes a user here. It answers 201 and an id, or says in its message why not, which the visitor reads.",
      )}
      {endpoint(
        "signInEndpoint",
        signInEndpoint,
        "Sign-in address",
        "Your earlier system. Asked once, at the first sign-in of somebody who is unknown here; on 201 they move over with their password.",
      )}
      <Note tone="plain">
        Whoever signs up, or signs in for the first time, has what they type sent to these addresses at once: e-mail address,{" "}
        <strong>password in plain text</strong>, name and language. It goes over https to a public host, follows no redirect, and is not
        kept, logged or sent again by us.
      </Note>
      <Tick
        label="Send my visitors’ passwords to these addresses"
        name="consent"
        defaultChecked={signupEndpoint !== null || signInEndpoint !== null}
        hint="Name addresses of your own only, and say so in your privacy notice."
        problem={fields.consent}
      />
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save user system"}
      </Button>
    </form>
  );
}
