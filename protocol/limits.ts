// Without zod, which is too heavy for the customer's page.

/** Longest texts, in UTF-16 units as JavaScript counts them. */
export const limits = {
  name: 200,
  email: 254,
  subject: 120,
  message: 100_000,
  problem: 20_000,
  note: 4_000,
  notice: 2_000,
  comment: 4_000,
  field: 4_000,
  fields: 30,
  page: 2_000,
  replyTitle: 80,
  reply: 10_000,
} as const;

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** An e-mail address that an answer can be sent to: what HTML's own e-mail field takes, with a dot in the domain. */
export const emailPattern = new RegExp(
  `^[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@(?=.{1,253}$)${label}(?:\\.${label})+$`,
);
