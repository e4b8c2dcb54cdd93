import { hostedPage } from "@/lib/http/hosted-page";
import { secondFactorPage } from "@/lib/http/pages/second-factor";

export const { GET, POST } = hostedPage(secondFactorPage);
