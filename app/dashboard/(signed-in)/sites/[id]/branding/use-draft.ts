"use client";

import { useCallback, useRef, useState } from "react";
import type { Branding } from "@/lib/core/branding/branding";
import type { SavedDraft } from "@/lib/core/branding/save-draft";
import type { ActionState } from "@/lib/http/operator-action";
import { keepDraft } from "./actions";

/** How long somebody has to stop typing, or dragging, before it is kept. */
const QUIET_MS = 250;

type Change = Partial<Omit<Branding, "logo" | "dark_logo">>;

/**
 * A draft that is kept while it is changed: one request at a time, and the next with all that came meanwhile.
 *
 * `revision` grows with each that was kept: a preview shows it then.
 */
export function useDraft(siteId: string, kept: Branding, isDraft: boolean) {
  const [branding, setBranding] = useState(kept);
  const [draft, setDraft] = useState(isDraft);
  const [revision, setRevision] = useState(0);
  const [refused, setRefused] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null);
  const waiting = useRef<Change>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sending = useRef<Promise<boolean>>(Promise.resolve(true));

  /** Takes over what the server answered; true where it did as it was asked. */
  const take = useCallback((answer: ActionState<SavedDraft>): boolean => {
    if (answer.kind === "done") {
      setBranding({ ...answer.branding, ...waiting.current });
      setDraft(answer.isDraft);
      setRevision((count) => count + 1);
      setRefused(null);
    } else if (answer.kind === "refused") setRefused(answer);
    return answer.kind === "done";
  }, []);

  /** Sends what waits, and is done once everything is kept; false: it was refused. */
  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    sending.current = sending.current.then(async (kept) => {
      const change = waiting.current;
      if (Object.keys(change).length === 0) return kept;
      waiting.current = {};
      return take(await keepDraft(siteId, change).catch(() => UNREACHABLE));
    });
    return sending.current;
  }, [siteId, take]);

  const change = useCallback(
    (part: Change) => {
      setBranding((before) => ({ ...before, ...part }));
      waiting.current = { ...waiting.current, ...part };
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, QUIET_MS);
    },
    [flush],
  );

  return { branding, isDraft: draft, setDraft, revision, refused, change, flush, take };
}

const UNREACHABLE: ActionState<never> = { kind: "refused", message: "We could not reach the server. Try again in a moment.", fields: {} };
