import type { MethodId } from "@/lib/core/sign-in/methods";
import { emailCode } from "./email-code";
import type { MethodForm } from "./method-form";
import { passkey } from "./passkey";
import { password } from "./password";
import { social } from "./social";

/** The form of every way to sign in. A method without its form does not compile. */
export const FORMS: Readonly<Record<MethodId, MethodForm>> = { social, password, email_code: emailCode, passkey };
