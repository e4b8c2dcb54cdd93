"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { Button } from "@/lib/ui/button";
import { Card, Note } from "@/lib/ui/card";
import { Choice, Field, TextArea, Tick } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveSettings } from "./actions";

/** The settings of a site as its form shows them. */
export type SiteSettings = {
  readonly name: string;
  readonly slug: string;
  readonly homeUri: string | null;
  readonly successUri: string | null;
  readonly cancelUri: string | null;
  readonly failedUri: string | null;
  readonly allowedOrigins: readonly string[];
  readonly signUps: boolean;
  readonly emailVerification: "off" | "optional" | "required";
  readonly callbackTokenMinutes: number;
};

const address = {
  type: "text",
  inputMode: "url",
  autoComplete: "off",
  autoCapitalize: "none",
  spellCheck: false,
  maxLength: 2_048,
} as const;

/** Everything that may be changed on a site, saved together. `updatedAt`: when what is shown was last changed. */
export function SettingsForm({ siteId, site, updatedAt }: { siteId: string; site: SiteSettings; updatedAt: string }) {
  const router = useRouter();
  const say = useToast();
  const form = useRef<HTMLFormElement>(null);
  // Newer than `updatedAt` until the page is shown anew.
  const [savedAt, setSavedAt] = useState(updatedAt);
  const { state, pending, onSubmit, fields, message } = useOperatorForm(
    (sent) => saveSettings(siteId, savedAt > updatedAt ? savedAt : updatedAt, sent),
    (saved) => {
      setSavedAt(saved.updatedAt);
      say("Settings saved");
      router.refresh();
    },
  );
  // To the first that is marked: the form is longer than a screen.
  useEffect(() => {
    if (state.kind === "refused") form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  const uri = (name: "homeUri" | "successUri" | "cancelUri" | "failedUri"): ComponentProps<"input"> & { problem: string | undefined } => ({
    ...address,
    name,
    defaultValue: site[name] ?? "",
    problem: fields[name],
  });
  return (
    <form ref={form} method="post" onSubmit={onSubmit} noValidate className="grid gap-6">
      <Card title="General">
        <div className="grid gap-4">
          <Field label="Name" name="name" defaultValue={site.name} maxLength={100} required autoComplete="off" problem={fields.name} />
          <div className="grid gap-1.5">
            <p className="text-sm font-medium">Slug</p>
            <p className="text-sm">
              <code className="rounded bg-well px-2 py-1 font-mono break-all">/{site.slug}</code>
            </p>
            <p className="text-sm text-soft">Chosen once. It is part of every address of this site.</p>
          </div>
        </div>
      </Card>
      <Card title="Where people go" text="Pages of your application. https:// everywhere; http:// is fine on localhost.">
        <div className="grid gap-4">
          <Field label="Home URI" hint="Your application's own front page." {...uri("homeUri")} />
          <Field label="Success URI" hint="The callback: gets the one-time token after a sign-in." {...uri("successUri")} />
          <Field label="Cancel URI" hint="Where “Cancel” leads. Empty: the home URI." {...uri("cancelUri")} />
          <Field
            label="Failed URI"
            hint="Where somebody goes who cannot go on, with ?error=…. Empty: the home URI."
            {...uri("failedUri")}
          />
          <TextArea
            label="Allowed origins"
            name="allowedOrigins"
            rows={3}
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={site.allowedOrigins.join("\n")}
            hint="Other origins that may show the sign-in window, one a line, as https://shop.example. Those of the addresses above may anyway."
            problem={fields.allowedOrigins}
          />
        </div>
      </Card>
      <Card title="Signing up and in">
        <div className="grid gap-5">
          <Tick
            label="Sign-ups are open"
            name="signUps"
            defaultChecked={site.signUps}
            hint="When off, only users you made or imported can sign in."
            problem={fields.signUps}
          />
          <Choice
            label="E-mail verification"
            name="emailVerification"
            key={site.emailVerification}
            defaultValue={site.emailVerification}
            hint="Optional: a mail is sent, and signing in does not wait for it. Required: nobody signs in before the address is proved."
            problem={fields.emailVerification}
          >
            <option value="off">Off</option>
            <option value="optional">Optional</option>
            <option value="required">Required</option>
          </Choice>
          <Field
            label="Callback token minutes"
            name="callbackTokenMinutes"
            type="number"
            inputMode="numeric"
            min={1}
            max={10}
            step={1}
            required
            defaultValue={site.callbackTokenMinutes}
            hint="How long a token can be exchanged, 1 to 10."
            problem={fields.callbackTokenMinutes}
            className="max-w-xs"
          />
        </div>
      </Card>
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" look="primary" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save settings"}
      </Button>
    </form>
  );
}
