import { mailPreview } from "@/lib/http/mail-preview";

export const GET = mailPreview;
