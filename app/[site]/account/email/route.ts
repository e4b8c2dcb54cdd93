import { accountPage } from "@/lib/http/account/account-page";
import { emailPage } from "@/lib/http/account/pages/email";

export const { GET, POST } = accountPage(emailPage);
