"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Tick } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveSignIn } from "./actions";
import { WayField } from "./way-field";
import type { WayOption } from "./way-option";

/** A way to sign in, with whatever may be set for it. */
export type WayShown = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly enabled: boolean;
  readonly options: readonly WayOption[];
};

type Props = { readonly siteId: string; readonly ways: readonly WayShown[]; readonly updatedAt: string };

/** Switches, options and order of the ways to sign in. `updatedAt`: when what is shown was last changed. */
export function SignInForm({ siteId, ways, updatedAt }: Props) {
  const router = useRouter();
  const say = useToast();
  const [order, setOrder] = useState(() => ways.map(({ id }) => id));
  // Newer than `updatedAt` until the page is shown anew.
  const [savedAt, setSavedAt] = useState(updatedAt);
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (sent) => saveSignIn(siteId, savedAt > updatedAt ? savedAt : updatedAt, sent),
    (saved) => {
      setSavedAt(saved.updatedAt);
      say("Ways to sign in saved");
      router.refresh();
    },
  );
  const shown = order.flatMap((id) => ways.find((way) => way.id === id) ?? []);
  const move = (id: string, by: -1 | 1) => setOrder((now) => moved(now, now.indexOf(id), by));
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-5">
      <ol className="grid gap-5">
        {shown.map((way, index) => (
          <li key={way.id} className="grid gap-3 sm:grid-cols-[1fr_auto]">
            <input type="hidden" name="order" value={way.id} />
            <Tick label={way.title} name={`${way.id}.enabled`} defaultChecked={way.enabled} hint={way.summary} />
            {shown.length > 1 && (
              <div className="flex gap-1 self-start max-sm:pl-5">
                <Mover label={`Move ${way.title} up`} icon={<ArrowUp />} off={index === 0} act={() => move(way.id, -1)} />
                <Mover label={`Move ${way.title} down`} icon={<ArrowDown />} off={index === shown.length - 1} act={() => move(way.id, 1)} />
              </div>
            )}
            {way.options.length > 0 && (
              <div className="grid gap-4 pl-8 sm:col-span-2">
                {way.options.map((option) => (
                  <WayField
                    key={option.name}
                    option={option}
                    name={`${way.id}.${option.name}`}
                    problem={fields[`signIn.${way.id}.${option.name}`]}
                  />
                ))}
              </div>
            )}
          </li>
        ))}
      </ol>
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save ways to sign in"}
      </Button>
    </form>
  );
}

function Mover({ label, icon, off, act }: { label: string; icon: ReactNode; off: boolean; act: () => void }) {
  return (
    <Button type="button" look="quiet" aria-label={label} title={label} disabled={off} onClick={act}>
      {icon}
    </Button>
  );
}

function moved(list: readonly string[], from: number, by: -1 | 1): string[] {
  const [taken = ""] = list.slice(from, from + 1);
  const rest = list.filter((id) => id !== taken);
  return [...rest.slice(0, from + by), taken, ...rest.slice(from + by)];
}
