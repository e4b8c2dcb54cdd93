import { hasPassword } from "@/lib/core/self-service/has-password";
import { requirePassword } from "@/lib/core/sign-in/require-password";
import type { Confirmation } from "./confirmation";

/** Proving oneself once more by the password. */
export const password: Confirmation<true> = {
  offer: async ({ context, signedIn }) => ((await hasPassword(context, signedIn.user.id)) ? true : undefined),
  prove: ({ context, signedIn, form, visitor }) => requirePassword(context, signedIn.user.id, form.password ?? "", visitor),
};
