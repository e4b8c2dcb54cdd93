import { hostedPage } from "@/lib/http/hosted-page";
import { emailCodePage } from "@/lib/http/pages/email-code";

export const { GET, POST } = hostedPage(emailCodePage);
