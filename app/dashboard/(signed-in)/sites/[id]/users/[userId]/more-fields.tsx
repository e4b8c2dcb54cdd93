import type { ReactNode } from "react";
import { Field } from "@/lib/ui/field";
import { Fold } from "@/lib/ui/fold";
import { JsonField } from "@/lib/ui/json-field";

/** A user as their form shows them. What a customer keeps in their own shape is JSON text. */
export type EditableUser = {
  readonly email: string;
  readonly name: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  readonly externalId: string | null;
  readonly metadata: string;
  readonly privateMetadata: string;
};

const TEXTS = ["username", "firstName", "lastName", "locale", "externalId"] as const;
const JSONS = ["metadata", "privateMetadata"] as const;

/** What few customers set of a user, folded until it is asked for or something in it is wrong. `fields` are the problems by name. */
export function MoreFields({ user, fields }: { user: EditableUser; fields: Readonly<Record<string, string>> }) {
  const text = (name: (typeof TEXTS)[number], label: string, maxLength: number, hint?: ReactNode) => (
    <Field
      label={label}
      name={name}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={maxLength}
      defaultValue={user[name] ?? ""}
      problem={fields[name]}
      hint={hint}
    />
  );
  return (
    <div className="grid gap-2">
      <Fold title="Names, language and IDs" open={TEXTS.some((name) => fields[name])}>
        {text("firstName", "First name", 200)}
        {text("lastName", "Last name", 200)}
        {text("username", "Username", 64, "Nobody else's in this site, without spaces or @.")}
        {text("locale", "Language", 35, "A tag, as en or pt-BR.")}
        {text("externalId", "External ID", 255, "Their id in your own system.")}
      </Fold>
      <Fold title="Your own data" open={JSONS.some((name) => fields[name])}>
        <JsonField label="Metadata" name="metadata" value={user.metadata} problem={fields.metadata} hint="Shown to the user, too." />
        <JsonField
          label="Private metadata"
          name="privateMetadata"
          value={user.privateMetadata}
          problem={fields.privateMetadata}
          hint="For you alone. A JSON object, as the one above, of at most 16 kB."
        />
      </Fold>
    </div>
  );
}
