import type { MethodId } from "@/lib/core/sign-in/methods";
import { emailCode } from "./email-code";
import type { MethodSubmit } from "./method-submit";
import { passkey } from "./passkey";
import { password } from "./password";
import { social } from "./social";

/** What the form of every way to sign in does. A method without it does not compile. */
export const SUBMITS: Readonly<Record<MethodId, MethodSubmit>> = { social, password, email_code: emailCode, passkey };
