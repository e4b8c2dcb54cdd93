import Link from "next/link";
import { buttonLook } from "@/lib/ui/button";
import { EmptyState } from "@/lib/ui/card";

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing here"
      text="It was deleted, or it never was in this account."
      action={
        <Link href="/dashboard" className={buttonLook()}>
          All sites
        </Link>
      }
    />
  );
}
