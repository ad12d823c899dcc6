import { runStep } from './step.ts';
import { runTask } from './task.ts';
import { tool } from './tool.ts';

await runTask(async () => {
  const args = ['--write', '--log-level=warn', '--cache', '.'];
  return (await runStep({ name: 'format', script: tool('prettier', 'prettier'), args })) ? 0 : 1;
});
