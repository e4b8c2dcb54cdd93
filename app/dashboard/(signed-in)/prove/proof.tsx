"use client";

import { type ReactNode, useCallback, useRef, useState } from "react";
import { Dialog } from "@/lib/ui/dialog";
import { ProofContext } from "../../proof-context";
import { beginProof } from "./actions";
import type { ProofWanted } from "./proof-wanted";
import { ProveForm } from "./prove-form";

/**
 * Asks an operator to show once more who they are, where they stand: over the form that they sent, which stays as it is and is sent
 * again afterwards.
 */
export function Proof({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState<ProofWanted | null>(null);
  const settle = useRef<(proved: boolean) => void>(() => undefined);
  const end = (proved: boolean) => {
    setWanted(null);
    settle.current(proved);
  };
  const prove = useCallback(async () => {
    const asked = await beginProof().catch(() => null);
    if (asked?.kind !== "done") return false;
    setWanted(asked);
    return new Promise<boolean>((resolve) => {
      settle.current = resolve;
    });
  }, []);
  return (
    <ProofContext value={prove}>
      {children}
      <Dialog open={wanted !== null} onClose={() => end(false)} title="Confirm that it is you">
        {wanted && (
          <>
            <p className="text-sm text-soft">
              It is a while since you showed who you are, and this is too much for a browser that was left open: it shows secrets, says
              where users and their data go, lets somebody in, or cannot be undone. You are not asked again for ten minutes.
            </p>
            <ProveForm wanted={wanted} onDone={() => end(true)} />
          </>
        )}
      </Dialog>
    </ProofContext>
  );
}
