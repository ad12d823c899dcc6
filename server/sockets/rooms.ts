import type { RequestId, TechnicianId } from '../../protocol/ids.ts';

/** The open pages of a request. */
export const roomOfRequest = (id: RequestId): string => `request ${id}`;

/** The consoles that a technician has open. */
export const roomOfTechnician = (id: TechnicianId): string => `technician ${id}`;
