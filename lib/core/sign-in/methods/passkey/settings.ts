import { z } from "zod";
import { USER_VERIFICATIONS } from "../../../passkeys/user-verification";
import { methodSettings } from "../method";

/** Signing in with a passkey. */
export const settings = methodSettings(
  "Passkey",
  "A fingerprint, a face or the lock of a screen instead of a password. Off: nobody can use or add one; those there are stay.",
  {
    userVerification: z.enum(USER_VERIFICATIONS, "must be preferred or required").default("preferred").meta({
      title: "Fingerprint, face or PIN",
      description: "Required: passkeys that cannot ask for one are refused. Preferred: they are taken, as one factor.",
    }),
  },
);
