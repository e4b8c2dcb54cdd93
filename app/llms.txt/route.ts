import { apiDocument } from "@/app/api/document";
import { publicText } from "@/lib/http/public-text";
import { llmsText } from "./llms-text";

/** What a language model has to know to use this product (llmstxt.org). */
export const GET = publicText("text/plain", () => llmsText(apiDocument()));
