"use client";

import { useRouter } from "next/navigation";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { DeleteByName } from "../../../delete-by-name";
import { removeSite } from "./actions";

/** Deletes the site, once its name is typed. `days`: for how long it can be brought back. */
export function DeleteSite({ siteId, name, days }: { siteId: string; name: string; days: number }) {
  const router = useRouter();
  const say = useToast();
  const form = useOperatorForm(
    (sent) => removeSite(siteId, sent),
    () => {
      say(`${name} is gone for everybody now. You can bring it back for ${days} days.`);
      router.push("/dashboard");
    },
  );
  return <DeleteByName name={name} label="Delete this site" form={form} />;
}
