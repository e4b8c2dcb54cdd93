import { apiDocument } from "@/app/api/document";
import { publicText } from "@/lib/http/public-text";

/** The API's own description, for programs; /docs/api is made from the same. */
export const GET = publicText("application/json", () => JSON.stringify(apiDocument()));
