import type { Metadata } from "next";
import { failingOperatorMails } from "@/lib/core/mails/failing-mails";
import { listInvitations, listOperators } from "@/lib/core/operators/list-operators";
import { Badge, Card, PageHeader } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { requireOperator } from "../../session";
import { FailingMailsNote } from "../failing-mails-note";
import { FactorNeeded } from "./factor-needed";
import { Invite } from "./invite";
import { RemoveOperator } from "./remove-operator";
import { ResetFactor } from "./reset-factor";
import { Withdraw } from "./withdraw";

export const metadata: Metadata = { title: "Operators" };

/** Who works in this account, and who was asked to. */
export default async function OperatorsPage() {
  const operator = await requireOperator();
  const [operators, invitations, failing] = await Promise.all([
    listOperators(operator),
    listInvitations(operator),
    failingOperatorMails(operator),
  ]);
  const needed = operator.operator.factorNeeded;
  const now = new Date();
  return (
    <>
      <PageHeader
        title="Operators"
        text="Everybody here may do everything in this account. A second person keeps it open when one is locked out."
        action={<Invite />}
      />
      {failing && (
        <div className="mb-6">
          <FailingMailsNote failing={failing} to="operators" />
        </div>
      )}
      <div className="grid gap-8">
        <ul className="divide-y divide-line rounded-xl border border-line bg-card">
          {operators.map(({ id, name, email, lastSignInAt, createdAt, secondFactor, hasPasskey }) => (
            <li key={String(id)} className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5">
              <div className="min-w-0 flex-1 basis-56">
                <p className="flex flex-wrap items-center gap-2 font-medium break-words">
                  {name} {id === operator.operator.id && <Badge tone="good">You</Badge>}
                  {secondFactor && <Badge>Two-step</Badge>}
                  {hasPasskey && <Badge>Passkey</Badge>}
                </p>
                <p className="text-sm break-all text-soft">{email}</p>
              </div>
              <p className="text-sm text-soft">
                {lastSignInAt ? "signed in " : "joined "}
                <TimeAgo iso={(lastSignInAt ?? createdAt).toISOString()} />
              </p>
              {id !== operator.operator.id && (secondFactor || hasPasskey) && <ResetFactor id={String(id)} name={name} />}
              {id !== operator.operator.id && <RemoveOperator id={String(id)} name={name} email={email} />}
            </li>
          ))}
        </ul>
        <Card
          title={
            <span className="flex flex-wrap items-center gap-2">
              Second step required {needed ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
            </span>
          }
          text="Where it is, everybody who works in this account shows a code from an app, or uses a passkey. Whoever has neither sets an app up at their next sign-in."
        >
          <FactorNeeded needed={needed} mine={operator.operator.secondFactor} />
        </Card>
        {invitations.length > 0 && (
          <Card title="Invitations" text="Each link works once, for seven days. Invite again to send a fresh one.">
            <ul className="divide-y divide-line">
              {invitations.map(({ id, email, invitedBy, createdAt, expiresAt }) => (
                <li key={String(id)} className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3 first:pt-0 last:pb-0">
                  <div className="min-w-0 flex-1 basis-56">
                    <p className="flex flex-wrap items-center gap-2">
                      <span className="font-medium break-all">{email}</span>
                      {expiresAt <= now ? <Badge tone="bad">Expired</Badge> : <Badge>Waiting</Badge>}
                    </p>
                    <p className="text-sm break-all text-soft">
                      Invited <TimeAgo iso={createdAt.toISOString()} /> by {invitedBy}
                    </p>
                  </div>
                  <Withdraw id={String(id)} email={email} />
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </>
  );
}
