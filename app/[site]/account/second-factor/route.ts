import { accountPage } from "@/lib/http/account/account-page";
import { secondFactorPage } from "@/lib/http/account/pages/second-factor";

export const { GET, POST } = accountPage(secondFactorPage);
