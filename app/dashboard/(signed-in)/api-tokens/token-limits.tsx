import { EVERY_SCOPE } from "@/lib/kernel/api-scopes";
import { TimeAgo } from "@/lib/ui/time-ago";

/** What a token opens: for which scopes, where, and until when. */
export function TokenLimits({
  scopes,
  siteName,
  siteDeleted,
  expiresAt,
  ended,
}: {
  scopes: string[];
  siteName: string | null;
  siteDeleted: boolean;
  expiresAt: string | null;
  ended: boolean;
}) {
  return (
    <p className="mt-1 text-sm break-words text-soft">
      {scopes.includes(EVERY_SCOPE) ? "May do everything" : <>May do {scopes.join(", ")}</>}
      {siteName === null ? " on all sites" : ` on ${siteName} only`}
      {siteDeleted && " (deleted)"}
      {expiresAt && (
        <>
          {" · "}
          {ended ? "ended" : "ends"} <TimeAgo iso={expiresAt} />
        </>
      )}
    </p>
  );
}
