"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ActionState } from "@/lib/http/operator-action";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field, Tick } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";

/** What an endpoint may be told of, and what it means. */
export type ShownType = { readonly type: string; readonly says: string };

/** An endpoint as its form shows it. */
export type ShownEndpoint = {
  readonly url: string;
  readonly description: string | null;
  readonly everything: boolean;
  readonly eventTypes: readonly string[];
  readonly enabled: boolean;
};

type Props = {
  readonly types: readonly ShownType[];
  /** Left out: a new one. */
  readonly endpoint?: ShownEndpoint;
  readonly save: (form: FormData) => Promise<ActionState>;
  /** What the toast says afterwards. */
  readonly said: string;
  readonly onClose: () => void;
};

/** Where something is sent, and what. */
export function EndpointForm({ types, endpoint, save, said, onClose }: Props) {
  const router = useRouter();
  const toast = useToast();
  const [everything, setEverything] = useState(endpoint?.everything ?? true);
  const { pending, onSubmit, fields, message } = useOperatorForm(save, () => {
    toast(said);
    onClose();
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field
        label="URL"
        hint="https, on a public host. We send a POST there, and a 2xx within 15 seconds says that it arrived."
        name="url"
        inputMode="url"
        maxLength={2_048}
        placeholder="https://"
        defaultValue={endpoint?.url}
        problem={fields.url}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Field
        label="Description"
        name="description"
        maxLength={200}
        defaultValue={endpoint?.description ?? ""}
        problem={fields.description}
      />
      <Tick
        label="Everything that happens"
        hint="Also what will be added later."
        name="everything"
        checked={everything}
        onChange={({ target }) => setEverything(target.checked)}
        problem={everything ? fields.eventTypes : undefined}
      />
      {!everything && (
        <fieldset className="grid gap-3">
          <legend className="mb-3 text-sm font-medium">What it is told of</legend>
          {fields.eventTypes && <p className="text-sm text-bad">{fields.eventTypes}</p>}
          <div className="grid gap-3 rounded-lg border border-line p-3 sm:max-h-72 sm:overflow-y-auto">
            {types.map(({ type, says }) => (
              <Tick
                key={type}
                label={type}
                hint={says}
                name="eventTypes"
                value={type}
                defaultChecked={endpoint?.eventTypes.includes(type) ?? false}
              />
            ))}
          </div>
        </fieldset>
      )}
      <Tick
        label="On"
        hint="What happens while it is off is never sent."
        name="enabled"
        defaultChecked={endpoint?.enabled ?? true}
        problem={fields.enabled}
      />
      {message && <Note tone="bad">{message}</Note>}
      <SubmitRow>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Saving …" : endpoint ? "Save" : "Add it"}
        </Button>
      </SubmitRow>
    </form>
  );
}
