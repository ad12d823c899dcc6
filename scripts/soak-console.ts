import { play } from './play.ts';

await play('bench/console.soak.ts', process.argv.slice(2));
