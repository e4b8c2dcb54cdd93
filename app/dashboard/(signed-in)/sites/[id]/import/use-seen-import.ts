"use client";

import { useEffect, useState } from "react";
import { lookAtImport } from "./actions";
import type { ImportSeen } from "./import-seen";

const EVERY_MS = 700;

/** How far an import has come, asked again and again until its end. Null: nothing is known yet. */
export function useSeenImport(id: string | null): ImportSeen | null {
  const [seen, setSeen] = useState<ImportSeen | null>(null);
  const known = seen?.id === id ? seen : null;
  const isOver = known?.status === "done" || known?.status === "failed";
  useEffect(() => {
    if (id === null || isOver) return;
    let gone = false;
    const look = async () => {
      const answer = await lookAtImport(id).catch(() => null);
      if (!gone && answer?.kind === "done") setSeen(answer.seen);
    };
    void look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [id, isOver]);
  return known;
}
