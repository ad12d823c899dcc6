/** Who is Available by his own word while nobody is at any of his consoles: not sent New requests until somebody is. */
export const sql = `
ALTER TABLE technicians ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;
`;
