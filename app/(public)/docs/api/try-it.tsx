"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { type Tryable, TryItForm } from "./try-it-form";

/** A button that makes room for the operation's form. SECURITY: before scripts run there is no form a token could be sent by. */
export function TryIt(operation: Tryable) {
  const [asked, setAsked] = useState(false);
  if (asked) return <TryItForm {...operation} />;
  return (
    <p>
      <Button onClick={() => setAsked(true)}>
        <Play aria-hidden />
        Try it
      </Button>
    </p>
  );
}
