import { play } from './play.ts';

await play('e2e/pictures.ts');
