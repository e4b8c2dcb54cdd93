"use client";

import Link from "next/link";
import { useState } from "react";
import { buttonLook } from "@/lib/ui/button";
import { Card, Note } from "@/lib/ui/card";
import type { ProofWanted } from "./proof-wanted";
import { ProveForm } from "./prove-form";

/** The same question as a page of its own, for a file that is behind an address. `to`: the address. */
export function ProveCard({ wanted, to }: { wanted: ProofWanted; to: string }) {
  const [proved, setProved] = useState(false);
  const back = (
    <Link href="/dashboard" className={`${buttonLook()} justify-self-start`}>
      Back to your sites
    </Link>
  );
  if (proved) {
    return (
      <Card>
        <div className="grid gap-4">
          <Note tone="good">Thank you. Your file is on its way.</Note>
          {back}
        </div>
      </Card>
    );
  }
  return (
    <Card>
      <ProveForm
        wanted={wanted}
        onDone={() => {
          setProved(true);
          window.location.assign(to);
        }}
      />
    </Card>
  );
}
