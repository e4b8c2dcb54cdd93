import type { Metadata } from "next";
import { listApiTokens } from "@/lib/core/api-tokens/list-api-tokens";
import { maskToken } from "@/lib/kernel/secrets";
import { EmptyState, PageHeader } from "@/lib/ui/card";
import { MoreLink } from "@/lib/ui/more-link";
import { requireOperator } from "../../session";
import { NewToken } from "./new-token";
import { TokenLine } from "./token-line";

export const metadata: Metadata = { title: "API tokens" };

/** The credentials with which programs act for the account. */
export default async function ApiTokensPage({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const operator = await requireOperator();
  const { after } = await searchParams;
  const { rows, next } = await listApiTokens(operator, { after });
  const nothingYet = rows.length === 0 && !after;
  return (
    <>
      <PageHeader
        title="API tokens"
        text="What a program shows to act for this account. Give each program its own, with no more than it needs."
        action={!nothingYet && <NewToken />}
      />
      {nothingYet ? (
        <EmptyState
          title="No tokens yet"
          text="Your backend exchanges callback tokens, and reads and changes users, with an API token. You see it once, when you make it."
          action={<NewToken />}
        />
      ) : (
        <ul className="divide-y divide-line rounded-xl border border-line bg-card">
          {rows.map(({ id, last4, createdAt, expiresAt, lastUsedAt, revokedAt, position: _, ...line }) => (
            <TokenLine
              key={String(id)}
              id={String(id)}
              {...line}
              masked={maskToken("gma_", last4)}
              expiresAt={expiresAt?.toISOString() ?? null}
              createdAt={createdAt.toISOString()}
              lastUsedAt={lastUsedAt?.toISOString() ?? null}
              revokedAt={revokedAt?.toISOString() ?? null}
            />
          ))}
        </ul>
      )}
      <MoreLink next={next} query={{}} />
    </>
  );
}
