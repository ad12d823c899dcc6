import { beginning } from '../../i18n/shorten.ts';
import type { ReachFailure } from '../../protocol/reach.ts';

/**
 * What came of handing a message over. `again`: whether another try makes sense. After `if-twins-are-told-apart` the
 * other side may have it: trying again is only for receivers that notice a message that comes twice.
 */
export type Outcome =
  | { kind: 'delivered' }
  | {
      kind: 'failed';
      reason: ReachFailure;
      said: string;
      again: 'never' | 'always' | 'if-twins-are-told-apart';
      /** With which HTTP status, where the other side refused with one. */
      status?: number;
    };
export type Failure = Extract<Outcome, { kind: 'failed' }>;

const longestSaying = 200;

/** What the other side said, on one line and short enough to show. */
const saying = (words: string): string => beginning(words.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim(), longestSaying);

/** A message that was not taken. */
export const failed = (reason: ReachFailure, again: Failure['again'], said = ''): Failure => ({
  kind: 'failed',
  reason,
  said: saying(said),
  again,
});
