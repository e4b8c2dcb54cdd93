"use client";

import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Finder, type Found } from "@/lib/ui/finder";
import { Radios } from "@/lib/ui/radios";
import { findSites } from "../find-sites";

const REACH = { all: "All sites, also those you make later", one: "One site" };

const find = async (words: string) => (await findSites(words)).map(({ id, name, slug }) => ({ key: id, name, note: `/${slug}` }));

/** Which sites a token reaches: all, or one that is looked for by its name. */
export function ReachField({ problem }: { problem: string | undefined }) {
  const [reach, setReach] = useState<keyof typeof REACH>("all");
  const [site, setSite] = useState<Found | null>(null);
  return (
    <Radios legend="Where" name="reach" choices={REACH} value={reach} onChosen={setReach}>
      {reach === "one" && (
        <div className="grid max-w-md gap-2">
          <input type="hidden" name="siteId" value={site?.key ?? ""} />
          {site ? (
            <p className="flex min-w-0 items-center justify-between gap-3 rounded-lg bg-well py-1.5 pr-1.5 pl-3 text-sm">
              <span className="min-w-0 truncate">
                {site.name} <span className="text-soft">{site.note}</span>
              </span>
              <Button onClick={() => setSite(null)}>Another one</Button>
            </p>
          ) : (
            <Finder label="Search sites by name or slug" find={find} onChosen={setSite} />
          )}
          {problem && !site && (
            <p role="alert" className="text-sm text-bad">
              {problem}
            </p>
          )}
        </div>
      )}
    </Radios>
  );
}
