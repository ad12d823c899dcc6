/** An engine in this process answers at once, one behind a network later: callers await either. */
export type Awaitable<T> = T | Promise<T>;
