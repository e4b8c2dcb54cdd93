/** What just went well. */
export function GoodNote({ text }: { text: string | null }) {
  return text === null ? null : (
    <p className="note" role="status">
      {text}
    </p>
  );
}
