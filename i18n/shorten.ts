/** What a cut between its two halves leaves of a character. */
const firstHalf = /[\uD800-\uDBFF]$/;

/** The beginning of a text, at most so many UTF-16 units, never with half a character. */
export const beginning = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, Math.max(0, most)).replace(firstHalf, '');

/** The same, with an ellipsis, which counts, where something is left out. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${beginning(text, most - 1)}…`;
