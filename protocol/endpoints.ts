// Without zod, which is too heavy for the customer's page.

/** Raised when old and new programs cannot understand each other; new optional fields and kinds do not raise it. */
export const protocolNumber = 1;

/** socket.io namespaces. */
export const namespaces = { console: '/console', portal: '/portal' } as const;
