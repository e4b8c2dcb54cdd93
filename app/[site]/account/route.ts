import { accountPage } from "@/lib/http/account/account-page";
import { overviewPage } from "@/lib/http/account/pages/overview";

export const { GET } = accountPage(overviewPage);
