import { accountPage } from "@/lib/http/account/account-page";
import { linkedPage } from "@/lib/http/account/pages/linked";

export const { GET, POST } = accountPage(linkedPage);
