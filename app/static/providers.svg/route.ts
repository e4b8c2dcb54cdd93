import { PROVIDER_MARKS } from "@/lib/hosted/provider-marks";
import { publicFile } from "@/lib/http/public-file";

/** The marks of all providers. */
export const GET = publicFile("image/svg+xml", async () => PROVIDER_MARKS);
