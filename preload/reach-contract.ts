import { z } from 'zod';
import { consoleCommands, consoleQueries } from '../protocol/commands.ts';
import { resultOf } from '../protocol/errors.ts';

// The part of the bridge that is about how the relay reaches a technician who is not at the console.

export const reachMethods = {
  'reach.read': { input: z.object({}), output: resultOf(consoleQueries['reach.read'].output) },
  'reach.set': { input: consoleCommands['reach.set'].input, output: resultOf(z.object({})) },
  'reach.test': { input: consoleQueries['reach.test'].input, output: resultOf(consoleQueries['reach.test'].output) },
};
