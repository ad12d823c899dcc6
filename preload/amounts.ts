// How much is asked for at once. Without schemas, for those who need no more of the contract.

/** So many lines of a conversation at most. */
export const mostLines = 500;
/** So many rows of Support requests when a page starts: more than most screens show. */
export const rowsAtStart = 64;
