import { z } from 'zod';

const MinuteOfDay = z.int().min(0).max(1_439);

/** The hours of each day in which nothing disturbs, in minutes of the day; a stretch that begins later than it ends goes over midnight. */
export const QuietHours = z.object({ on: z.boolean(), from: MinuteOfDay, to: MinuteOfDay });
export type QuietHours = z.infer<typeof QuietHours>;

/** Whether the minute is within a stretch of the day that may go over midnight; an empty stretch has none. */
export const isWithin = (minute: number, { from, to }: Pick<QuietHours, 'from' | 'to'>): boolean =>
  from <= to ? from <= minute && minute < to : minute >= from || minute < to;
