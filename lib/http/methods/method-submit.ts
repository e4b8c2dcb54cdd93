import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { Visit } from "../hosted-page";
import type { Step } from "../hosted-response";

/** What the form of one way to sign in does once it is sent. Whether that way is on was looked at before. Refusals are thrown. */
export type MethodSubmit = (visit: Visit) => Promise<Step | SignedIn>;
