import type { MethodId } from "@/lib/core/sign-in/methods";
import type { MethodForm } from "./method-form";
import { password } from "./password";

/** The form of every way to sign in, in the order of the sign-in page. A method without its form does not compile. */
export const FORMS = { password } satisfies Record<MethodId, MethodForm>;
