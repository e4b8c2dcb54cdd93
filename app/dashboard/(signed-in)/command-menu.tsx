"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog } from "@/lib/ui/dialog";
import { Finder } from "@/lib/ui/finder";
import { findSites } from "./find-sites";

type Place = { readonly href: string; readonly name: string };

const findSitePages = async (words: string) => (await findSites(words)).map(({ id, name }) => ({ key: `/dashboard/sites/${id}`, name }));

/** Goes anywhere by typing: Ctrl-K, or ⌘K. Pages first, then the account's sites by a part of their name. */
export function CommandMenu({ places }: { places: readonly Place[] }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex min-h-9 items-center gap-3 rounded-lg border border-line px-3 text-sm text-soft hover:bg-well hover:text-ink"
      >
        <Search className="size-4" aria-hidden />
        Go to …<kbd className="ml-auto font-sans text-xs">Ctrl K</kbd>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Go to">
        <Finder
          label="A page or a site"
          known={places.map(({ href, name }) => ({ key: href, name }))}
          find={findSitePages}
          onChosen={({ key: href }) => {
            setOpen(false);
            router.push(href);
          }}
        />
      </Dialog>
    </>
  );
}
