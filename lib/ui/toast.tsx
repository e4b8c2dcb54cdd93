"use client";

import { Check } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

const Say = createContext<(text: string) => void>(() => undefined);

/** Says that something went well, for a few seconds, at the edge of the screen. Problems stand where they arose instead. */
export const useToast = () => useContext(Say);

/** Where toasts appear. One at a time; a screen reader hears each. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<{ text: string; key: number } | null>(null);
  const say = useCallback((text: string) => setToast({ text, key: Date.now() }), []);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(null), 4_000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <Say value={say}>
      {children}
      <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex justify-center">
        {toast && (
          <p
            key={toast.key}
            className="flex items-center gap-2 rounded-lg bg-accent px-4 py-2.5 text-sm font-medium text-on-accent shadow-lg"
          >
            <Check className="size-4" aria-hidden />
            {toast.text}
          </p>
        )}
      </div>
    </Say>
  );
}
