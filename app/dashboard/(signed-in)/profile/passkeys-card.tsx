"use client";

import { KeyRound, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Card, Note } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { useToast } from "@/lib/ui/toast";
import { makePasskey, useKnowsPasskeys } from "../../browser-passkey";
import { useProof } from "../../proof-context";
import { ActButton } from "../sites/[id]/act-button";
import { addPasskeyAction, beginPasskeyAction, removePasskeyAction } from "./factor-actions";

/** A passkey of the operator's. Times are UTC. */
export type ShownPasskey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/** The operator's passkeys, what can be done to them, and the button that adds one. */
export function PasskeysCard({ passkeys }: { passkeys: readonly ShownPasskey[] }) {
  return (
    <Card
      title="Passkeys"
      text="Your fingerprint, your face or the lock of your screen instead of password and code. A passkey is both in one."
    >
      <div className="grid gap-4">
        {passkeys.length > 0 && (
          <ul className="divide-y divide-line">
            {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3 first:pt-0 last:pb-0">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="font-medium break-words">{name}</p>
                  <p className="text-sm text-soft">
                    Added <TimeAgo iso={createdAt} />
                    {" · "}
                    {lastUsedAt ? (
                      <>
                        last used <TimeAgo iso={lastUsedAt} />
                      </>
                    ) : (
                      "never used"
                    )}
                  </p>
                </div>
                <ActButton
                  act={(form) => {
                    form.set("id", id);
                    return removePasskeyAction(form);
                  }}
                  said={`${name} is removed`}
                  look="danger"
                  label={`Remove ${name}`}
                  confirm={{
                    title: `Remove “${name}”?`,
                    text: "Nobody signs in with it any more, and every other browser is signed out. Your device may still offer it: delete it there, too.",
                    yes: "Remove the passkey",
                  }}
                >
                  <Trash2 aria-hidden /> Remove
                </ActButton>
              </li>
            ))}
          </ul>
        )}
        <AddPasskey />
      </div>
    </Card>
  );
}

function AddPasskey() {
  const router = useRouter();
  const say = useToast();
  const prove = useProof();
  const known = useKnowsPasskeys();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async () => {
    setPending(true);
    setProblem(await added().catch(() => "We could not reach the server. Try again in a moment."));
    setPending(false);
  };
  /** What went wrong, or null. */
  async function added(): Promise<string | null> {
    let begun = await beginPasskeyAction();
    if (begun.kind === "refused" && begun.prove) {
      if (!(await prove())) return null;
      begun = await beginPasskeyAction();
    }
    if (begun.kind !== "done") return begun.kind === "refused" ? begun.message : null;
    const made = await makePasskey(begun.options);
    if ("problem" in made) return made.problem;
    const form = new FormData();
    form.set("credential", made.answer);
    const kept = await addPasskeyAction(form);
    if (kept.kind === "refused") return kept.message;
    say("The passkey is added");
    router.refresh();
    return null;
  }
  if (known === false) return <p className="text-sm text-soft">This browser does not know passkeys.</p>;
  return (
    <div className="grid justify-items-start gap-3">
      {problem && <Note tone="bad">{problem}</Note>}
      <Button onClick={add} disabled={pending || !known}>
        <KeyRound aria-hidden /> {pending ? "Adding it …" : "Add a passkey"}
      </Button>
    </div>
  );
}
