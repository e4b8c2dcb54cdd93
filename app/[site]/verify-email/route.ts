import { hostedPage } from "@/lib/http/hosted-page";
import { verifyEmailPage } from "@/lib/http/pages/verify-email";

export const { GET, POST } = hostedPage(verifyEmailPage);
