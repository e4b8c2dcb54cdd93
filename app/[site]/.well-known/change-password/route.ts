import { hostedPage, seeOther } from "@/lib/http/hosted-page";
import { sitePath } from "@/lib/http/hosted-response";

/** Where password managers look for the page that changes a password (W3C change-password). */
export const { GET } = hostedPage({ show: ({ context }) => seeOther(sitePath(context.site, "account/password")) });
