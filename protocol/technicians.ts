import { z } from 'zod';
import { CompanyId, Instant, Position, SessionId, TechnicianId } from './ids.ts';

// Who works here, and what each may see. It stands apart from model.ts because the console knows who is signed in before
// it has loaded the rest.

export const Role = z.enum(['technician', 'admin']);
export type Role = z.infer<typeof Role>;

/** What every technician may know of a colleague. */
export const Technician = z.object({ id: TechnicianId, position: Position, name: z.string() });
export type Technician = z.infer<typeof Technician>;

/** The technician who is signed in. */
export const Me = z.object({
  id: TechnicianId,
  name: z.string(),
  email: z.string(),
  role: Role,
  sessionId: SessionId,
});
export type Me = z.infer<typeof Me>;

/** What a technician may see: companies x availability. `revision` differs whenever the rest does. */
export const Scope = z.object({
  revision: z.string(),
  companies: z.array(CompanyId),
  /** Only an Available technician is sent requests that nobody has (spec 1). */
  available: z.boolean(),
  /** Not Available only because nobody is at any of the technician's consoles (spec 8.6). */
  absent: z.boolean().default(false),
});
export type Scope = z.infer<typeof Scope>;

/** A sign-in that can be listed and revoked. */
export const Session = z.object({
  id: SessionId,
  device: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;
