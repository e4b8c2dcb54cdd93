import type { ReactNode } from "react";
import { Field } from "@/lib/ui/field";

/** What an operator sets of a user: address, name, password. `fields` are the problems by name. */
export function UserFields({
  fields,
  user,
  passwordLabel,
  emailHint,
  passwordHint = "At least 8 characters.",
}: {
  fields: Readonly<Record<string, string>>;
  user?: { email: string; name: string | null };
  passwordLabel: string;
  emailHint?: ReactNode;
  passwordHint?: ReactNode;
}) {
  return (
    <>
      <Field
        label="E-mail"
        name="email"
        type="email"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={user?.email}
        problem={fields.email}
        hint={emailHint}
      />
      <Field label="Name (optional)" name="name" autoComplete="off" maxLength={200} defaultValue={user?.name ?? ""} problem={fields.name} />
      <Field
        label={passwordLabel}
        name="password"
        type="password"
        autoComplete="new-password"
        problem={fields.password}
        hint={passwordHint}
      />
    </>
  );
}
