import { z } from 'zod';

/** A language that everything is in: of texts, of whoever reads them. */
export const Language = z.enum(['en', 'it']);
export type Language = z.infer<typeof Language>;
