"use client";

import { Pencil, Send, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { ActButton } from "../../act-button";
import { changeEndpoint, removeEndpoint, testEndpoint } from "../actions";
import { EndpointForm, type ShownEndpoint, type ShownType } from "../endpoint-form";

type Props = {
  readonly siteId: string;
  readonly id: string;
  readonly endpoint: ShownEndpoint;
  readonly types: readonly ShownType[];
};

/** What can be done to an endpoint. */
export function EndpointActions({ siteId, id, endpoint, types }: Props) {
  const router = useRouter();
  const [editing, setEditing] = useState(false);
  const close = () => setEditing(false);
  const remove = async () => {
    const answer = await removeEndpoint(id);
    if (answer.kind === "done") router.replace(`/dashboard/sites/${siteId}/webhooks`);
    return answer;
  };
  return (
    <div className="flex flex-wrap gap-2">
      <ActButton act={() => testEndpoint(id)} said="A test is on its way">
        <Send aria-hidden /> Send a test
      </ActButton>
      <Button aria-haspopup="dialog" onClick={() => setEditing(true)}>
        <Pencil aria-hidden /> Edit
      </Button>
      <ActButton
        act={remove}
        said="Endpoint deleted"
        look="danger"
        confirm={{ title: "Delete this endpoint?", text: "Nothing is sent there any more, and the log below is gone.", yes: "Delete it" }}
      >
        <Trash2 aria-hidden /> Delete
      </ActButton>
      <Dialog open={editing} onClose={close} title="Edit the endpoint">
        <EndpointForm types={types} endpoint={endpoint} save={(form) => changeEndpoint(id, form)} said="Endpoint changed" onClose={close} />
      </Dialog>
    </div>
  );
}
