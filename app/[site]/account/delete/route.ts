import { accountPage } from "@/lib/http/account/account-page";
import { deletePage } from "@/lib/http/account/pages/delete";

export const { GET, POST } = accountPage(deletePage);
