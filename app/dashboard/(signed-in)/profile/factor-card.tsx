"use client";

import { Smartphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Badge, Card, Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { SubmitRow } from "@/lib/ui/submit-row";
import { TimeAgo } from "@/lib/ui/time-ago";
import { useToast } from "@/lib/ui/toast";
import { AppSetUp, type ShownApp } from "../../app-set-up";
import { RecoveryCodes, WHY_KEEP_CODES } from "../../recovery-codes";
import { useOperatorForm } from "../../use-operator-form";
import { beginAppAction, renewCodesAction, setUpAppAction } from "./factor-actions";
import { TurnOff } from "./turn-off";

/** An operator's app. Times are UTC. */
export type ShownFactor = {
  readonly app: { readonly createdAt: string; readonly lastUsedAt: string | null } | null;
  readonly codesLeft: number;
  /** Whether the account wants a second factor of everybody. */
  readonly needed: boolean;
};

/** The second step of an operator's sign-in: whether it is on, and everything that can be done about it. */
export function FactorCard({ app, codesLeft, needed }: ShownFactor) {
  const router = useRouter();
  const say = useToast();
  const [pending, setPending] = useState<ShownApp | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useOperatorForm(beginAppAction, (begun) => setPending(begun.app));
  const renew = useOperatorForm(renewCodesAction, (renewed) => setCodes(renewed.codes));
  const close = () => {
    setPending(null);
    if (codes) {
      setCodes(null);
      router.refresh();
    }
  };
  const problem = begin.message ?? renew.message;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          Two-step sign-in {app ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
        </span>
      }
      text="With it your password alone lets nobody in: we ask for a code from your phone as well."
    >
      <div className="grid gap-4">
        {problem && <Note tone="bad">{problem}</Note>}
        {app && (
          <dl className="grid gap-3 text-sm sm:grid-cols-2">
            <div>
              <dt className="font-medium">Authenticator app</dt>
              <dd className="text-soft">
                Set up <TimeAgo iso={app.createdAt} />
                {app.lastUsedAt && (
                  <>
                    , last used <TimeAgo iso={app.lastUsedAt} />
                  </>
                )}
              </dd>
            </div>
            <div>
              <dt className="font-medium">Recovery codes</dt>
              <dd className={codesLeft <= 3 ? "text-bad" : "text-soft"}>
                {codesLeft} of 10 left{codesLeft <= 3 && ". Make new ones before you run out."}
              </dd>
            </div>
          </dl>
        )}
        <div className="flex flex-wrap gap-2">
          <form method="post" onSubmit={begin.onSubmit}>
            <Button type="submit" look={app ? "plain" : "primary"} disabled={begin.pending}>
              <Smartphone aria-hidden /> {app ? "Use another app" : "Set up an authenticator app"}
            </Button>
          </form>
          {app && (
            <form method="post" onSubmit={renew.onSubmit}>
              <Button type="submit" disabled={renew.pending}>
                Make new recovery codes
              </Button>
            </form>
          )}
          {app && !needed && <TurnOff />}
        </div>
        {needed && (
          <p className="text-sm text-soft">
            {app
              ? "Your account requires it, so it cannot be turned off."
              : "Your account requires a second step. Your passkeys are yours, and with an app you get recovery codes as well."}
          </p>
        )}
      </div>
      <Dialog
        open={pending !== null || codes !== null}
        onClose={close}
        title={codes ? "Keep your recovery codes" : app ? "Use another app" : "Set up an authenticator app"}
      >
        {codes ? (
          <>
            <p className="text-sm text-soft">{WHY_KEEP_CODES}</p>
            <RecoveryCodes codes={codes} />
            <SubmitRow>
              <Button look="primary" onClick={close}>
                I have kept them
              </Button>
            </SubmitRow>
          </>
        ) : (
          pending && (
            <>
              {app && (
                <p className="text-sm text-soft">
                  The app you have stays good until the new one has shown a code. You get new recovery codes then.
                </p>
              )}
              <AppSetUp
                app={pending}
                action={setUpAppAction}
                onDone={(done) => {
                  setCodes(done.codes);
                  say("Two-step sign-in is on");
                }}
              />
            </>
          )
        )}
      </Dialog>
    </Card>
  );
}
