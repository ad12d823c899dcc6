/** A text in which something was searched; the cache marks what was found by U+2068 … U+2069 (preload/contract.ts, ListRow). */
export function FoundText({ text }: { text: string }) {
  const [before, found, ...after] = text.split(/[\u2068\u2069]/);
  return (
    <>
      {before}
      <mark>{found}</mark>
      {after}
    </>
  );
}
