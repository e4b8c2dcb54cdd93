import { hostedPage } from "@/lib/http/hosted-page";
import { continuePage } from "@/lib/http/pages/continue";

export const { GET, POST } = hostedPage(continuePage);
