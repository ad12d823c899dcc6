import { z } from 'zod';
import { ExpertClientId } from './ids.ts';

/** What a technician asks with: the view of the console itself, or an entry of the list of expert clients. */
export const ClientChoice = z.union([z.literal('built-in'), ExpertClientId]);
export type ClientChoice = z.infer<typeof ClientChoice>;
