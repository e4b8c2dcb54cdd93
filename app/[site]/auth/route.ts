import { dialectMount } from "@/lib/http/dialect-mount";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = dialectMount("auth");
