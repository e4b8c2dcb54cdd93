import { embedScript } from "@/lib/http/embed-script";

/** The widget, as a plain script for the customer's own pages. */
export const GET = embedScript;
