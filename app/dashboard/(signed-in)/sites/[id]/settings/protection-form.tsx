"use client";

import { useRouter } from "next/navigation";
import type { AttackProtection } from "@/lib/core/attack-protection/settings";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Choice, Field, Tick } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveProtection } from "./actions";

type Props = {
  readonly siteId: string;
  readonly protection: AttackProtection;
  /** What the installation says of each limit. */
  readonly usual: Readonly<Record<LimitName, number>>;
  /** Whether the installation names a place where leaked passwords are looked up. */
  readonly looksUpLeaks: boolean;
};

type LimitName = (typeof LIMITS)[number]["name"];

/** The limits, each with what it says. */
const LIMITS = [
  { name: "failures_per_identifier", label: "Failures per account", hint: "Failed sign-ins with one e-mail address or username." },
  {
    name: "failures_per_address",
    label: "Failures per client address",
    hint: "Failed sign-ins from one internet address: an office has one for all.",
  },
  {
    name: "failures_per_site",
    label: "Failures of the whole site",
    hint: "From here on the site is under attack: the two limits above are a quarter.",
  },
  { name: "sign_ups_per_address", label: "New accounts a minute", hint: "How many one internet address may make." },
  { name: "mails_per_minute", label: "Mails a minute", hint: "Of one kind to one e-mail address. There are five an hour at most." },
] as const;

/** How much somebody may fail at a site, when browsers have to work first, and which passwords are refused. */
export function ProtectionForm({ siteId, protection, usual, looksUpLeaks }: Props) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (form) => saveProtection(siteId, form),
    () => {
      say("Attack protection saved");
      router.refresh();
    },
  );
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="grid gap-5">
      <div className="grid items-start gap-5 sm:grid-cols-2">
        {LIMITS.map(({ name, label, hint }) => (
          <Field
            key={name}
            label={label}
            name={name}
            type="number"
            inputMode="numeric"
            placeholder={String(usual[name])}
            defaultValue={protection[name] ?? ""}
            hint={hint}
            problem={fields[`attackProtection.${name}`]}
          />
        ))}
      </div>
      <Choice
        label="Challenge for browsers"
        name="challenge"
        defaultValue={protection.challenge}
        hint="A browser works for about a second before a sign-in or a new account is taken; nobody has to click anything. It needs JavaScript."
        problem={fields["attackProtection.challenge"]}
      >
        <option value="under_attack">While the site is under attack</option>
        <option value="always">Always</option>
        <option value="never">Never</option>
      </Choice>
      <Tick
        label="Refuse new passwords that are easy to guess"
        name="refuse_weak_passwords"
        defaultChecked={protection.refuse_weak_passwords}
        hint="Those that most people use, and the names of your site. Passwords that are set already keep working."
      />
      <Tick
        label="Refuse new passwords that have leaked"
        name="refuse_leaked_passwords"
        defaultChecked={protection.refuse_leaked_passwords}
        hint={
          looksUpLeaks
            ? "Five characters of a hash are sent to the list that this installation names; never the password."
            : "Nothing happens yet: this installation names no list to ask."
        }
      />
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save attack protection"}
      </Button>
    </form>
  );
}
