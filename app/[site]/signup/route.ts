import { hostedPage } from "@/lib/http/hosted-page";
import { signUpPage } from "@/lib/http/pages/sign-up";

export const { GET, POST } = hostedPage(signUpPage);
