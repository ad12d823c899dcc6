import { z } from 'zod';
import { Instant, RequestId, TechnicianId } from '../protocol/ids.ts';
import { Device, OperatingSystem } from '../protocol/model.ts';
import { Filter, Sort } from './settings-contract.ts';

// The part of the bridge that is about the two lists and their counts.

/** A stretch of the list: what the page shows and a little around it. */
export const ListWindow = z.object({
  filter: Filter,
  search: z.string().max(200),
  sort: Sort,
  offset: z.int().nonnegative(),
  limit: z.int().positive().max(500),
});
export type ListWindow = z.infer<typeof ListWindow>;

/** One line of Support requests; also the head of Details. Cache rows overlaid with what is not settled yet. */
export const RequestRow = z.object({
  id: RequestId,
  customerName: z.string(),
  companyName: z.string(),
  subject: z.string(),
  status: z.enum(['new', 'active', 'completed']),
  assigneeId: TechnicianId.nullable(),
  assigneeName: z.string().nullable(),
  device: Device,
  os: OperatingSystem,
  osName: z.string(),
  createdAt: Instant,
  /** Since when the customer waits for an answer; null if nobody waits. */
  waitingSince: Instant.nullable(),
  leftMessage: z.boolean(),
  /** Messages of the customer after my read cursor; 0 for requests that are not mine. One query for all (spec 8.4). */
  unread: z.int().nonnegative(),
});
export type RequestRow = z.infer<typeof RequestRow>;

/** `snippet` is a line of the chat in which the search was found, marked by U+2068 … U+2069; null if found elsewhere. */
export const ListRow = RequestRow.extend({ snippet: z.string().nullable() });
export type ListRow = z.infer<typeof ListRow>;

/** How many requests there are, by status. */
const RequestCounts = z.object({ all: z.int(), new: z.int(), active: z.int(), completed: z.int() });

/** `counts`: of all requests, as they were when the page was read. */
export const ListPage = z.object({ rows: z.array(ListRow), offset: z.int(), total: z.int(), counts: RequestCounts });
export type ListPage = z.infer<typeof ListPage>;

/** One line of My support requests. A handover offered to me stands here too, until I answer it. */
export const MineRow = RequestRow.extend({
  takenAt: Instant.nullable(),
  offeredBy: z.string().nullable(),
  lastMessage: z.string().nullable(),
  draft: z.boolean(),
});
export type MineRow = z.infer<typeof MineRow>;

/** `unread`: messages of My support requests. */
export const Counts = RequestCounts.extend({ unread: z.int() });
export type Counts = z.infer<typeof Counts>;
