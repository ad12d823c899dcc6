import { Command, CommanderError } from 'commander';
import { addBackupCommands } from './cli/backup.ts';
import { addCompanyCommands } from './cli/company.ts';
import { addExpertClientCommands } from './cli/expert-client.ts';
import { addExportCommand } from './cli/export.ts';
import { addPortalCommands } from './cli/portal.ts';
import { addProfileCommands } from './cli/profile.ts';
import { addReportCommands } from './cli/report.ts';
import { addSampleCommand } from './cli/sample.ts';
import { addSessionCommands } from './cli/session.ts';
import { addStartCommand } from './cli/start.ts';
import { addTechnicianCommands } from './cli/technician.ts';
import { CliError } from './cli/terminal.ts';
import { ConfigError } from './config.ts';

/** How the program ends: done; refused, with a sentence that says why; called in a way that is none. */
const exitCodes = { done: 0, refused: 1, misused: 2 } as const;

const program = new Command('sportello-relay')
  .description("Runs a relay and looks after its data. SPORTELLO_DATA names the data's folder.")
  .exitOverride();
addStartCommand(program);
addSampleCommand(program);
addCompanyCommands(program);
addPortalCommands(program);
addTechnicianCommands(program);
addSessionCommands(program);
addExpertClientCommands(program);
addProfileCommands(program);
addBackupCommands(program);
addExportCommand(program);
addReportCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.misused;
  else if (error instanceof ConfigError) {
    console.error(error.message);
    process.exitCode = exitCodes.misused;
  } else {
    console.error(error instanceof CliError ? error.message : error);
    process.exitCode = exitCodes.refused;
  }
}
