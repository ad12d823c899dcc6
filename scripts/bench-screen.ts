import { play } from './play.ts';

await play('bench/screen.bench.ts', process.argv.slice(2));
