/** A step from one shape of a file to the next; numbered in tens, never edited once released. */
export type Migration = { number: number; sql: string };
