import { z } from 'zod';
import { ExpertClient } from './expert-client.ts';
import { Position, RequestId } from './ids.ts';
import { Technician } from './technicians.ts';
import { Activity, Company, FileState, Message, Notice, ReadCursor, SavedReply, SupportRequest } from './model.ts';
import { ScreenShare } from './screen-share.ts';

/**
 * One change of the ordered stream: a whole row with the position of the change that wrote it. "Newer position wins"
 * is the only merge rule, so entries may come in any order and any number of times.
 */
export const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('company'), row: Company }),
  z.object({ kind: z.literal('technician'), row: Technician }),
  z.object({ kind: z.literal('request'), row: SupportRequest }),
  z.object({ kind: z.literal('activity'), row: Activity }),
  z.object({ kind: z.literal('message'), row: Message }),
  z.object({ kind: z.literal('cursor'), row: ReadCursor }),
  z.object({ kind: z.literal('notice'), row: Notice }),
  z.object({ kind: z.literal('screen-share'), row: ScreenShare }),
  z.object({ kind: z.literal('expert-client'), row: ExpertClient }),
  z.object({ kind: z.literal('file'), row: FileState }),
  z.object({ kind: z.literal('saved-reply'), row: SavedReply }),
  /** The request left what this technician may see: it goes with all that belongs to it, up to this position. */
  z.object({ kind: z.literal('gone'), row: z.object({ requestId: RequestId, position: Position }) }),
]);
export type Entry = z.infer<typeof Entry>;

/** A stretch of the stream: everything visible after the position asked for, up to and including `to`. */
export const EntriesPage = z.object({
  entries: z
    .array(
      // A kind that a newer relay knows and this program does not: passed over here, fetched by a snapshot after the upgrade.
      z.union([Entry, z.looseObject({ kind: z.string() }).transform(() => null)]),
    )
    .transform((entries) => entries.filter((entry) => entry !== null)),
  to: Position,
  more: z.boolean(),
});
export type EntriesPage = z.infer<typeof EntriesPage>;

/** Pushed to a live console. If `from` is not where the console stands, it asks `stream.read` instead. */
export const EntriesPush = EntriesPage.pick({ entries: true, to: true }).extend({ from: Position });
export type EntriesPush = z.infer<typeof EntriesPush>;
