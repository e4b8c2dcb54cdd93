import { accountPage } from "@/lib/http/account/account-page";
import { confirmPage } from "@/lib/http/account/pages/confirm";

export const { GET, POST } = accountPage(confirmPage);
