import { play } from './play.ts';

await play('bench/notify.bench.ts', process.argv.slice(2));
