import { z } from "zod";
import { METHOD_IDS, METHODS } from "@/lib/core/sign-in/methods";
import type { Site } from "@/lib/core/sites/site";
import { Card } from "@/lib/ui/card";
import { SignInForm, type WayShown } from "./sign-in-form";
import { optionsOf } from "./way-option";

type Props = { readonly siteId: string; readonly site: Pick<Site, "signIn" | "updatedAt"> };

/** The ways to sign in of a site. What there is to set is read from the list of methods. */
export function SignInCard({ siteId, site: { signIn, updatedAt } }: Props) {
  const order = [...signIn.order, ...METHOD_IDS.filter((id) => !signIn.order.includes(id))];
  const ways = order.map((id): WayShown => {
    const { title = id, description = "" } = z.globalRegistry.get(METHODS[id]) ?? {};
    const set: Readonly<Record<string, unknown>> = signIn[id];
    const { enabled: _, ...options } = METHODS[id].shape;
    return {
      id,
      title,
      summary: description,
      enabled: signIn[id].enabled,
      options: optionsOf(options, set),
    };
  });
  return (
    <Card
      title="Ways to sign in"
      text="On the hosted pages and in the modal, in this order. The dialects keep switches of their own: what their clients rely on goes on."
    >
      <SignInForm siteId={siteId} ways={ways} updatedAt={updatedAt.toISOString()} />
    </Card>
  );
}
