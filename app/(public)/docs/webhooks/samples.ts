/** A receiver in JavaScript, with the library of Standard Webhooks. */
export const JAVASCRIPT = `import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    // The bytes as they came: JSON that was parsed and written again has another signature.
    const event = webhook.verify(Buffer.concat(parts).toString(), request.headers);
    console.log(request.headers["webhook-id"], event.type, event.data);
    response.writeHead(204).end();
  } catch {
    response.writeHead(400).end();
  }
}).listen(process.env.PORT ?? 4000);
`;

/** The same in Python, without a library. */
export const PYTHON = `import base64, hashlib, hmac, json, os, time
from http.server import BaseHTTPRequestHandler, HTTPServer

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))

def verify(headers, body):
    message_id, sent = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > 300:
        raise ValueError("too old, or from the future")
    signed = f"{message_id}.{sent}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split()):
        raise ValueError("not signed with our secret")
    return json.loads(body)

class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            event = verify(self.headers, body)
            print(self.headers["webhook-id"], event["type"], flush=True)
            self.send_response(204)
        except (KeyError, TypeError, ValueError):
            self.send_response(400)
        self.end_headers()

HTTPServer(("", int(os.environ.get("PORT", "4000"))), Receiver).serve_forever()
`;

/** And in Ruby. */
export const RUBY = `require "base64"
require "json"
require "openssl"

KEY = Base64.strict_decode64(ENV.fetch("WEBHOOK_SECRET").delete_prefix("whsec_"))

# Answers the event, or raises: headers by lower-case name, the body as it came.
def verify(headers, body)
  id, sent = headers.fetch("webhook-id"), headers.fetch("webhook-timestamp")
  raise "too old, or from the future" if (Time.now.to_i - Integer(sent)).abs > 300
  expected = "v1," + Base64.strict_encode64(OpenSSL::HMAC.digest("SHA256", KEY, "#{id}.#{sent}.#{body}"))
  given = headers.fetch("webhook-signature").split(" ")
  raise "not signed with our secret" unless given.any? { |one| OpenSSL.secure_compare(expected, one) }
  JSON.parse(body)
end
`;
