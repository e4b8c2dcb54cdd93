import type { QuickStart, Snippet } from "./snippet";

/** One file of plain PHP. */
export const php = ({ appUrl, slug, clientId, callbackPath }: QuickStart): Snippet => ({
  id: "php",
  label: "PHP",
  place: `What answers at ${callbackPath}, as public${callbackPath}/index.php; needs the curl extension`,
  code: `<?php
session_start();
$token = rawurlencode((string) filter_input(INPUT_GET, "token"));
$exchange = curl_init("${appUrl}/api/site_user_sessions/$token");
curl_setopt_array($exchange, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => "",
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_USERPWD => "${clientId}:" . getenv("CLIENT_SECRET"),
]);
$answer = json_decode((string) curl_exec($exchange), true);
$user = $answer["site_user"] ?? null;
session_regenerate_id(true);
if ($user) $_SESSION["user"] = $user;
header("Location: " . ($user ? "/" : "${appUrl}/${slug}/login"));`,
});
