import { hostedPage } from "@/lib/http/hosted-page";
import { signInPage } from "@/lib/http/pages/sign-in";

export const { GET, POST } = hostedPage(signInPage);
