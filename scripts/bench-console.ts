import { play } from './play.ts';

await play('bench/console.bench.ts', process.argv.slice(2));
