/** A stretch of a name that was matched: from `start` up to, not including, `end`. */
export type Stretch = { start: number; end: number };
/** How a query is found in a name. `cost`: the less, the better it fits. */
export type Match = { cost: number; stretches: readonly Stretch[] };

/** One letter for each UTF-16 unit, without accents and in small, so that places in both are the same. */
const plain = (text: string): string[] =>
  [...text.normalize('NFC')].flatMap((letter) => {
    const simple = letter.normalize('NFD').charAt(0).toLowerCase();
    return [simple, ...Array.from({ length: letter.length - 1 }, () => '')];
  });
const isLetter = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/**
 * Finds a query in a name by beginnings of its words, in order: "as" and "atm" and "assme" are all in "Assign to me".
 * Accents, capitals, spaces and signs do not count. Null if it is not there; of several ways the one with the fewest
 * stretches is taken.
 */
export function match(query: string, name: string): Match | null {
  const wanted = plain(query).filter(isLetter);
  const letters = plain(name);
  const known = new Map<string, readonly Stretch[] | null>();

  function find(from: number, at: number): readonly Stretch[] | null {
    if (from === wanted.length) return [];
    const key = `${from} ${at}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    let best: readonly Stretch[] | null = null;
    for (let start = at; start < letters.length; start += 1) {
      if (isLetter(letters[start - 1])) continue;
      for (let length = 1; letters[start + length - 1] === wanted[from + length - 1]; length += 1) {
        const rest = find(from + length, start + length);
        if (rest !== null && (best === null || rest.length + 1 < best.length)) {
          best = [{ start, end: start + length }, ...rest];
        }
        if (from + length === wanted.length) break;
      }
    }
    known.set(key, best);
    return best;
  }

  const stretches = find(0, 0);
  if (stretches === null) return null;
  const first = stretches[0]?.start ?? 0;
  return { cost: stretches.length * 10 + Math.min(first, 9) + letters.length / 100, stretches };
}
