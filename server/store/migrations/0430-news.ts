/**
 * Word of what is new in a technician's own requests and of handovers that he is offered. `told`: how far each technician
 * was told by each method (of a request's messages the seq, of an offer the instant). Messages made before are of calls
 * alone.
 */
export const sql = `
CREATE TABLE told (
  technician_id TEXT NOT NULL REFERENCES technicians (id),
  method TEXT NOT NULL,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  kind TEXT NOT NULL CHECK (kind IN ('message', 'offer')),
  mark INTEGER NOT NULL,
  PRIMARY KEY (technician_id, method, request_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_offered ON requests (json_extract(handover, '$.toId')) WHERE handover IS NOT NULL;
UPDATE outgoing SET about = json_set(about, '$.news', json('[]')) WHERE json_extract(about, '$.kind') = 'calls';
`;
