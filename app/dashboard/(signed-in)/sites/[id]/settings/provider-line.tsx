"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Badge } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { ActButton } from "../act-button";
import { changeProvider, removeProvider, shiftProvider } from "./provider-actions";
import { ProviderForm, type ShownKind, type ShownProvider } from "./provider-form";

type Props = {
  readonly siteId: string;
  readonly kinds: readonly ShownKind[];
  readonly callback: string;
  readonly provider: ShownProvider;
  readonly place: { readonly first: boolean; readonly last: boolean };
};

/** One provider of a site: what it is, where it stands, and what can be done to it. */
export function ProviderLine({ siteId, kinds, callback, provider, place }: Props) {
  const { id, name, issuer, enabled, hasClientSecret } = provider;
  const [editing, setEditing] = useState(false);
  const close = () => setEditing(false);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-words">{name}</span>
          {!hasClientSecret ? (
            <Badge tone="bad">No secret</Badge>
          ) : (
            <Badge tone={enabled ? "good" : "plain"}>{enabled ? "On" : "Off"}</Badge>
          )}
        </p>
        <p className="text-sm break-all text-soft">{issuer}</p>
      </div>
      <div className="flex flex-wrap gap-1">
        {!place.first && (
          <ActButton act={() => shiftProvider(siteId, id, -1)} said={`${name} moved up`} look="quiet" label={`Move ${name} up`}>
            <ArrowUp aria-hidden />
          </ActButton>
        )}
        {!place.last && (
          <ActButton act={() => shiftProvider(siteId, id, 1)} said={`${name} moved down`} look="quiet" label={`Move ${name} down`}>
            <ArrowDown aria-hidden />
          </ActButton>
        )}
        <Button aria-label={`Edit ${name}`} aria-haspopup="dialog" onClick={() => setEditing(true)}>
          <Pencil aria-hidden /> Edit
        </Button>
        <ActButton
          act={() => removeProvider(siteId, id)}
          said={`${name} removed`}
          look="danger"
          label={`Remove ${name}`}
          confirm={{
            title: `Remove “${name}”?`,
            text: "Nobody can sign in with it from now on. Accounts that are linked stay, and work again once the same issuer is added.",
            yes: "Remove it",
          }}
        >
          <Trash2 aria-hidden /> Remove
        </ActButton>
      </div>
      <Dialog open={editing} onClose={close} title={`Edit “${name}”`}>
        <ProviderForm
          kinds={kinds}
          callback={callback}
          provider={provider}
          save={(form) => changeProvider(siteId, id, form)}
          said={`${name} saved`}
          onClose={close}
        />
      </Dialog>
    </li>
  );
}
