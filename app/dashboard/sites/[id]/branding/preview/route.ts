import { brandingPreview } from "@/lib/http/branding-preview";

export const GET = brandingPreview;
