import { hostedPages } from "@/lib/http/hosted-page";
import { socialStart } from "@/lib/http/pages/social-start";

/** Where the button of a provider sends: on to that provider. */
export const { GET, POST } = hostedPages(socialStart, { leadsOn: true });
