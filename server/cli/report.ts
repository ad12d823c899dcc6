import { InvalidArgumentError, type Command } from 'commander';
import type { ScreenShare } from '../../protocol/screen-share.ts';
import type { Store } from '../store/store.ts';
import { withExistingStore } from './data.ts';
import { printList, type Output } from './terminal.ts';

type Range = { from: number; to: number };
type ReportOptions = Output & { csv?: boolean; from?: number; to?: number };

const dayMs = 86_400_000;

/** The beginning of a day (UTC), in milliseconds since 1970. */
function dayOf(text: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('A day is written like 2026-11-25.');
  return at;
}

/** From the first moment of one day to the last of another, each open if it is not named. */
const rangeOf = ({ from = 0, to }: ReportOptions): Range => ({
  from,
  to: to === undefined ? Number.MAX_SAFE_INTEGER : to + dayMs,
});

/** Sessions that were asked for in a range, with who and when; oldest first. */
async function screenShares(store: Store, { from, to }: Range) {
  const names = new Map((await store.read.accounts()).map(({ id, name }) => [id, name]));
  const companies = new Map((await store.read.companies()).map(({ id, name }) => [id, name]));
  const row = async (share: ScreenShare) => {
    const { requestId, technicianId, client, state, why, requestedAt, acceptedAt, activeAt, endedAt } = share;
    const request = await store.read.request(requestId);
    return {
      request: requestId,
      company: request === null ? '' : (companies.get(request.companyId) ?? ''),
      customer: request?.customer.name ?? '',
      technician: names.get(technicianId) ?? '',
      client: client.kind === 'built-in' ? 'built-in' : client.name,
      requestedAt,
      acceptedAt,
      activeAt,
      endedAt,
      state,
      why,
    };
  };
  return Promise.all((await store.read.screenSharesAsked(from, to)).map(row));
}
type Reported = Awaited<ReturnType<typeof screenShares>>[number];

const timeOf = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
const columns = {
  request: ({ request }) => String(request),
  company: ({ company }) => company,
  customer: ({ customer }) => customer,
  technician: ({ technician }) => technician,
  client: ({ client }) => client,
  requested: ({ requestedAt }) => timeOf(requestedAt),
  accepted: ({ acceptedAt }) => timeOf(acceptedAt),
  active: ({ activeAt }) => timeOf(activeAt),
  ended: ({ endedAt }) => timeOf(endedAt),
  state: ({ state }) => state,
  why: ({ why }) => why ?? '',
} satisfies Record<string, (row: Reported) => string>;

/**
 * A cell of a table for spreadsheets (RFC 4180). What people wrote may begin like a formula, which a spreadsheet would
 * work out: it gets an apostrophe before it.
 */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** `report screen-shares` */
export function addReportCommands(program: Command): void {
  const report = program.command('report').description('What happened, as tables; the relay may run');
  report
    .command('screen-shares')
    .description('Screen sharing: who, when, and how it ended; times are UTC')
    .option('--from <day>', 'asked for on this day (UTC) or later, like 2026-11-25', dayOf)
    .option('--to <day>', 'asked for on this day or before', dayOf)
    .option('--csv', 'for a spreadsheet')
    .option('--json')
    .action((options: ReportOptions) =>
      withExistingStore(async (store) => {
        const rows = await screenShares(store, rangeOf(options));
        const cells = (row: Reported): string[] => Object.values(columns).map((cell) => cell(row));
        if (options.csv) process.stdout.write([Object.keys(columns), ...rows.map(cells)].map(csvLine).join(''));
        else printList(options, rows, cells);
      }),
    );
}
