import type { Console } from '../console.ts';
import type { Handlers } from './bridge.ts';

/** What the methods about being reached away from the console do, a line each. */
export const createReachHandlers = (console: Console): Pick<Handlers, 'reach.read' | 'reach.set' | 'reach.test'> => ({
  'reach.read': () => console.query('reach.read', {}),
  'reach.set': (choice) => console.ask('reach.set', choice),
  'reach.test': (input) => console.query('reach.test', input),
});
