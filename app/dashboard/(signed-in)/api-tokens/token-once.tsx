import { Button } from "@/lib/ui/button";
import { SecretOnce } from "@/lib/ui/secret-once";
import { SubmitRow } from "@/lib/ui/submit-row";

/** A token, the one time that it is seen. */
export function TokenOnce({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <>
      <SecretOnce what="API token" secret={token}>
        This is the only time that “{name}” is shown. Keep it where your program reads its secrets, never in its code.
      </SecretOnce>
      <SubmitRow>
        <Button look="primary" onClick={onClose}>
          I have copied it
        </Button>
      </SubmitRow>
    </>
  );
}
