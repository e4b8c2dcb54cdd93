"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { addEndpoint } from "./actions";
import { EndpointForm, type ShownType } from "./endpoint-form";

/** Adds an endpoint to a site. */
export function NewEndpoint({ siteId, types }: { siteId: string; types: readonly ShownType[] }) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button look="primary" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <Plus aria-hidden /> Add an endpoint
      </Button>
      <Dialog open={asking} onClose={close} title="Add an endpoint">
        <EndpointForm types={types} save={(form) => addEndpoint(siteId, form)} said="Endpoint added" onClose={close} />
      </Dialog>
    </>
  );
}
