"use client";

import { useOperatorForm } from "../../use-operator-form";
import { DeleteByName } from "../delete-by-name";
import { deleteAccountAction } from "./actions";

/** Deletes the account, once its name is typed. A full load afterwards: nobody is signed in any more. */
export function DeleteAccount({ name }: { name: string }) {
  const form = useOperatorForm(deleteAccountAction, () => window.location.assign("/dashboard/deleted"));
  return <DeleteByName name={name} label="Delete the account" form={form} />;
}
