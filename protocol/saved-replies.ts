/** What a saved reply's text may leave open, to be filled in when it is used: written as `{customer.name}`. */
export const savedReplyPlaceholders = ['customer.name', 'company.name', 'request.id', 'technician.name'] as const;
export type SavedReplyPlaceholder = (typeof savedReplyPlaceholders)[number];

const placeholder = new RegExp(
  `\\{(${savedReplyPlaceholders.map((name) => name.replace('.', '\\.')).join('|')})\\}`,
  'g',
);

/** The text with its placeholders filled in; whatever else stands in braces stays as it is, and what is filled in is not looked at again. */
export const fillSavedReply = (text: string, values: Readonly<Record<SavedReplyPlaceholder, string>>): string =>
  text.replaceAll(placeholder, (_whole, name: SavedReplyPlaceholder) => values[name]);
