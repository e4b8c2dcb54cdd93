import { accountPage } from "@/lib/http/account/account-page";
import { passwordPage } from "@/lib/http/account/pages/password";

export const { GET, POST } = accountPage(passwordPage);
