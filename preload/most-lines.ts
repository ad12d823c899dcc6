/** So many lines of a conversation can be asked for at once. Without schemas, for those who need no more of the contract. */
export const mostLines = 500;
