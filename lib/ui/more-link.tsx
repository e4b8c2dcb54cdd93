import Link from "next/link";
import { buttonLook } from "./button";

/** Leads to the next stretch of a list, with the filters that are set. */
export function MoreLink({ next, query }: { next: string | null; query: Record<string, string | undefined> }) {
  if (!next) return null;
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return (
    <div className="mt-4 flex justify-center">
      <Link href={`?${new URLSearchParams([...given, ["after", next]])}`} className={buttonLook()}>
        Older
      </Link>
    </div>
  );
}
