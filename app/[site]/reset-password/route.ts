import { hostedPage } from "@/lib/http/hosted-page";
import { resetPasswordPage } from "@/lib/http/pages/reset-password";

export const { GET, POST } = hostedPage(resetPasswordPage);
