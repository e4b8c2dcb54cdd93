"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { DialectGuide } from "@/lib/quick-start/dialects";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { Tick } from "@/lib/ui/field";
import { Fold } from "@/lib/ui/fold";
import { CodeBlock } from "@/lib/ui/prose";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveDialects } from "./actions";

type Props = {
  readonly siteId: string;
  readonly guides: readonly DialectGuide[];
  /** Those that answer now, by their ids. */
  readonly enabled: readonly string[];
  readonly updatedAt: string;
};

/** Which dialects a site speaks, and how each is reached. `updatedAt`: when what is shown was last changed. */
export function DialectsForm({ siteId, guides, enabled, updatedAt }: Props) {
  const router = useRouter();
  const say = useToast();
  // Newer than `updatedAt` until the page is shown anew.
  const [savedAt, setSavedAt] = useState(updatedAt);
  const { pending, onSubmit, message } = useOperatorForm(
    (sent) => saveDialects(siteId, savedAt > updatedAt ? savedAt : updatedAt, sent),
    (saved) => {
      setSavedAt(saved.updatedAt);
      say("Dialects saved");
      router.refresh();
    },
  );
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-5">
      <ul className="grid gap-5">
        {guides.map((guide) => (
          <li key={guide.id} className="grid gap-2">
            <Tick label={guide.name} name={guide.id} defaultChecked={enabled.includes(guide.id)} hint={guide.whose} />
            <div className="pl-8">
              <Fold title={`How ${guide.name} is reached`} open={false}>
                <Addresses guide={guide} />
                <CodeBlock what={`A call of ${guide.name}`} text={guide.call} />
              </Fold>
            </div>
          </li>
        ))}
      </ul>
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save dialects"}
      </Button>
    </form>
  );
}

/** What goes into the client's configuration, each with a button that copies it. */
function Addresses({ guide }: { guide: DialectGuide }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {guide.settings.map(([setting, value]) => (
        <div key={setting} className="py-1.5">
          <dt className="text-soft">{setting}</dt>
          <dd className="flex items-center justify-between gap-2">
            <code className="min-w-0 font-mono break-all">{value}</code>
            <CopyButton text={value} what={`${setting} of ${guide.name}`} quiet />
          </dd>
        </div>
      ))}
    </dl>
  );
}
