import type { QuickStart, Snippet } from "./snippet";

/** A whole application in Flask. */
export const python = ({ appUrl, slug, clientId, callbackPath }: QuickStart): Snippet => ({
  id: "python",
  label: "Python",
  place: "app.py, with pip install flask requests",
  code: `import os, requests, secrets
from flask import Flask, redirect, request, session
from urllib.parse import quote

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]

@app.get("${callbackPath}")
def callback():
    # A sign-in begins at this address too. One that did not begin in this browser ends here.
    state = session.setdefault("state", secrets.token_urlsafe())
    begin = redirect(f"${appUrl}/${slug}/login?state={state}")
    if request.args.get("state") != state:
        return begin
    token = quote(request.args.get("token", ""), safe="")
    answer = requests.post(f"${appUrl}/api/site_user_sessions/{token}",
                           auth=("${clientId}", os.environ["CLIENT_SECRET"]))
    if not answer.ok:
        return begin
    session.clear()
    session["user"] = answer.json()["site_user"]
    return redirect("/")`,
});
