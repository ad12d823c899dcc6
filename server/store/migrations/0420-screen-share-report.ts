/** Screen sharing of a stretch of time, for its report. */
export const sql = `
CREATE INDEX screen_shares_by_time ON screen_shares (requested_at, id);
`;
