import type { QuickStart, Snippet } from "./snippet";

/** One file of plain PHP. */
export const php = ({ appUrl, slug, clientId, callbackPath }: QuickStart): Snippet => ({
  id: "php",
  label: "PHP",
  place: `What answers at ${callbackPath}, as public${callbackPath}/index.php; needs the curl extension`,
  code: `<?php
session_start();
// A sign-in begins at this address too. One that did not begin in this browser ends here.
$state = $_SESSION["state"] ??= bin2hex(random_bytes(16));
$begin = "Location: ${appUrl}/${slug}/login?state=$state";
if (filter_input(INPUT_GET, "state") !== $state) { header($begin); exit; }
$token = rawurlencode((string) filter_input(INPUT_GET, "token"));
$exchange = curl_init("${appUrl}/api/site_user_sessions/$token");
curl_setopt_array($exchange, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => "",
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_USERPWD => "${clientId}:" . getenv("CLIENT_SECRET"),
]);
$answer = json_decode((string) curl_exec($exchange), true);
if (!isset($answer["site_user"])) { header($begin); exit; }
session_regenerate_id(true);
$_SESSION = ["user" => $answer["site_user"]];
header("Location: /");`,
});
