import { logoFile } from "@/lib/http/logo-file";

export const GET = logoFile;
