import { API_ROUTES } from "@/app/api/routes.gen";
import { publicText } from "@/lib/http/public-text";
import { llmsText } from "./llms-text";

/** What a language model has to know to use this product (llmstxt.org). */
export const GET = publicText("text/plain", (appUrl) => llmsText(API_ROUTES, appUrl));
