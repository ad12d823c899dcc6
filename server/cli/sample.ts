import type { Command } from 'commander';
import { addCompany } from './company.ts';
import { accountsOf, withStore } from './data.ts';
import { addPortal } from './portal.ts';
import { choosePassword, CliError, print, type Output } from './terminal.ts';

/** `sample` */
export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description('On empty data: a sample company, its portal and a technician')
    .option('--json')
    .action((options: Output) =>
      withStore(async (store) => {
        const email = 'anna.bianchi@sportello.example';
        const slug = 'acme';
        if ((await store.read.accounts()).length > 0) throw new CliError('There are technicians already.');
        const companyId = await addCompany(store, 'Acme Srl');
        const empty = { fields: [], embedOrigins: [], transcript: false };
        await addPortal(store, { companyId, slug, title: 'Acme Srl', language: 'en', ...empty, open: true });
        const { password } = await choosePassword(false);
        await accountsOf(store).addTechnician({ name: 'Anna Bianchi', email, role: 'admin', password });
        print(options, { email, password, slug }, `Technician ${email}, password ${password}, portal /p/${slug}`);
      }),
    );
}
