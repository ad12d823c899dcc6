import type { Command } from 'commander';

/** `start` */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('Runs the relay until it is asked to stop (SIGTERM, SIGINT)')
    .action(async () => {
      // Only now: the other commands have no use for sockets and HTTP.
      const { runRelay } = await import('../main.ts');
      await runRelay();
    });
}
