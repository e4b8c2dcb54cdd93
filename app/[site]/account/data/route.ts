import { accountPage } from "@/lib/http/account/account-page";
import { dataPage } from "@/lib/http/account/pages/data";

export const { GET, POST } = accountPage(dataPage);
