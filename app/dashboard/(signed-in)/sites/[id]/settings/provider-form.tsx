"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ActionState } from "@/lib/http/operator-action";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { Choice, Field, Tick } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";

/** A kind of provider to choose. */
export type ShownKind = {
  readonly kind: string;
  readonly name: string;
  /** Null: the customer says. */
  readonly issuer: string | null;
  readonly issuerMayDiffer: boolean;
};

/** A provider as its form shows it. Its secret stays on the server. */
export type ShownProvider = {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly hasClientSecret: boolean;
  readonly enabled: boolean;
};

/** Where an application is registered. */
const CONSOLES: Readonly<Record<string, string>> = {
  google: "https://console.cloud.google.com/apis/credentials",
  github: "https://github.com/settings/developers",
  microsoft: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
  apple: "https://developer.apple.com/account/resources/identifiers/list/serviceId",
  gitlab: "https://gitlab.com/-/user_settings/applications",
  discord: "https://discord.com/developers/applications",
};

/** What the issuer is, for a kind that lets the customer name one. */
const ISSUER_HINTS: Readonly<Record<string, string>> = {
  oidc: "Its /.well-known/openid-configuration is read when you save.",
  microsoft: "The directory whose people may sign in; as it stands, everybody with a Microsoft account.",
};

type Props = {
  readonly kinds: readonly ShownKind[];
  readonly callback: string;
  /** Left out: a new one. */
  readonly provider?: ShownProvider;
  readonly save: (form: FormData) => Promise<ActionState>;
  /** What the toast says afterwards. */
  readonly said: string;
  readonly onClose: () => void;
};

/** What a site is called at a provider, and which one that is. The secret is written here and never read again. */
export function ProviderForm({ kinds, callback, provider, save, said, onClose }: Props) {
  const router = useRouter();
  const toast = useToast();
  const [chosen, setChosen] = useState(provider?.kind ?? kinds[0]?.kind);
  const { pending, onSubmit, fields, message } = useOperatorForm(save, () => {
    toast(said);
    onClose();
    router.refresh();
  });
  const kind = kinds.find((each) => each.kind === chosen);
  const console = CONSOLES[chosen ?? ""];
  const exact = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="grid gap-4">
      {!provider && (
        <Choice label="Provider" name="kind" value={chosen} onChange={({ target }) => setChosen(target.value)} problem={fields.kind}>
          {kinds.map(({ kind, name }) => (
            <option key={kind} value={kind}>
              {kind === "oidc" ? "Any other, by OpenID Connect" : name}
            </option>
          ))}
        </Choice>
      )}
      <p className="text-sm text-soft">
        {console ? (
          <>
            Register an application{" "}
            <a href={console} target="_blank" rel="noreferrer" className="underline">
              at {kind?.name}
            </a>
          </>
        ) : (
          "Register an application there"
        )}{" "}
        with this redirect URI: <code className="font-mono text-xs break-all text-ink">{callback}</code>{" "}
        <CopyButton quiet text={callback} what="redirect URI" />
      </p>
      {kind?.issuerMayDiffer && (
        <Field
          key={`${chosen} issuer`}
          label="Issuer"
          hint={ISSUER_HINTS[chosen ?? ""] ?? "Another one for a server of your own."}
          name="issuer"
          inputMode="url"
          maxLength={2_048}
          placeholder="https://"
          defaultValue={provider?.issuer ?? kind.issuer ?? ""}
          problem={fields.issuer}
          {...exact}
        />
      )}
      <Field
        key={`${chosen} name`}
        label="Name on the button"
        name="name"
        maxLength={100}
        placeholder={kind?.name}
        defaultValue={provider?.name ?? ""}
        problem={fields.name}
      />
      <Field label="Client ID" name="clientId" maxLength={255} defaultValue={provider?.clientId} problem={fields.clientId} {...exact} />
      <Field
        label="Client secret"
        hint={
          chosen === "apple"
            ? "The signed JWT, which Apple takes for six months at most. It is kept sealed and never shown."
            : provider?.hasClientSecret
              ? "One is kept and not shown. Empty keeps it; another issuer needs it anew."
              : "It is kept sealed and never shown."
        }
        name="clientSecret"
        type="password"
        maxLength={4_096}
        problem={fields.clientSecret}
        {...exact}
        autoComplete="new-password"
      />
      <Tick label="Shown on the sign-in page" name="enabled" defaultChecked={provider?.enabled ?? true} problem={fields.enabled} />
      {message && <Note tone="bad">{message}</Note>}
      <SubmitRow>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Saving …" : provider ? "Save" : "Add it"}
        </Button>
      </SubmitRow>
    </form>
  );
}
