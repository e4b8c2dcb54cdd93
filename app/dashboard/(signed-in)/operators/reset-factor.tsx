"use client";

import { ShieldOff } from "lucide-react";
import { ActButton } from "../sites/[id]/act-button";
import { resetFactorAction } from "./actions";

/** Lets in an operator who has lost their phone: without their second step and their passkeys. */
export function ResetFactor({ id, name }: { id: string; name: string }) {
  return (
    <ActButton
      act={(form) => {
        form.set("id", id);
        return resetFactorAction(form);
      }}
      said={`${name} signs in with the password alone`}
      label={`Reset second step of ${name}`}
      confirm={{
        title: `Reset the second step of ${name}?`,
        text: "Their app, their recovery codes and their passkeys no longer work, and they are signed out everywhere. Until they set it up anew their password alone lets them in. Make sure that it is they who asked you. We tell them by mail.",
        yes: "Reset it",
        no: "Leave it as it is",
      }}
    >
      <ShieldOff aria-hidden /> Reset second step
    </ActButton>
  );
}
