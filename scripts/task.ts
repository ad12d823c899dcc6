import { say } from './setup/places.ts';

/** What keeps a task from going on and a person can mend: its sentence says how. */
export class Obstacle extends Error {}

/**
 * Runs a task of the project, whose answer becomes the exit status. Of an obstacle a person reads the sentence alone;
 * any other error is a fault in the task and is shown whole.
 */
export async function runTask(task: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await task();
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
