import type { SelfTest } from '../../preload/desktop-contract.ts';
import type { Bubble, BubbleAction } from './bubbles.ts';

/** What the operating system tells of a notification. */
export type BubbleEvent =
  | { kind: 'shown' }
  | { kind: 'failed'; reason: 'no-service' | 'refused-by-system' }
  | { kind: 'clicked' }
  | { kind: 'acted'; action: Exclude<BubbleAction, 'reply'> }
  /** `text` null: the operating system has no field to write in; the console has. */
  | { kind: 'replied'; text: string | null }
  /** Gone from the screen, but not by this console. */
  | { kind: 'closed'; by: 'person' | 'time' };

/** A notification on the screen. */
export type Shown = {
  /** Another text in its place. */
  replace(bubble: Bubble): void;
  close(): void;
};

/** The way to one operating system's notifications. */
export type Presenter = {
  show(bubble: Bubble, told: (event: BubbleEvent) => void): Shown;
  /** Shows a notification and waits for what the operating system says to it. */
  test(bubble: Bubble): Promise<SelfTest['outcome']>;
  /** Takes all of them off the screen; resolves when that is said. */
  close(): Promise<void>;
};
