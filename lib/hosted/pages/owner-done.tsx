import type { Page } from "../page";
import { Card } from "../parts/card";

/** The owner's API token, shown this once. */
export const ownerDone: Page<"owner-done"> = {
  title: () => "Your API token for Signin Fast",
  script: "copy",
  body: ({ view }) => (
    <Card
      site={null}
      tone="good"
      title="It is yours"
      lead={
        <>
          <b>{view.email}</b> now owns this installation. Here is your API token. It can do everything, and it is shown this once: keep it
          safe.
        </>
      }
    >
      <div className="shown">
        <label htmlFor="token">API token</label>
        <input id="token" name="token" type="text" value={view.apiToken} readOnly autoComplete="off" spellCheck={false} />
        <div className="row">
          <button className="copy" type="button" data-from="token" hidden>
            Copy token
          </button>
          <span role="status" />
        </div>
        <p className="hint">Try it:</p>
        <pre>{`curl -H "Authorization: Bearer ${view.apiToken}" ${view.apiUrl}/api/sites`}</pre>
      </div>
    </Card>
  ),
};
