import type { ConfirmOffers } from "@/lib/hosted/account/told";
import type { Confirmation } from "./confirmation";
import { passkey } from "./passkey";
import { password } from "./password";

/** Every way to prove once more who one is, by what its form posts as `confirm`. One without its form does not compile. */
export const CONFIRMATIONS = { password, passkey } satisfies {
  [Id in keyof ConfirmOffers]-?: Confirmation<NonNullable<ConfirmOffers[Id]>>;
};
