import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What the server does with a mail: takes it, puts it off, refuses it for good, or never says. */
type Manner = 'take' | 'later' | 'never' | 'silent';

export type MailServer = Awaited<ReturnType<typeof openMailServer>>;

/** A real SMTP server on loopback that keeps what it takes; it can be shut and opened again at the same port. */
export async function openMailServer(options: SMTPServerOptions = {}) {
  const mails: ParsedMail[] = [];
  let manner: Manner = 'take';
  let offered = 0;
  const make = (): SMTPServer =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 100,
      ...options,
      onData: (stream, _session, done) => {
        simpleParser(stream).then((mail) => {
          offered += 1;
          if (manner === 'silent') return;
          if (manner === 'take') mails.push(mail);
          const refusal = { later: 451, never: 550, take: 0 }[manner];
          done(refusal === 0 ? null : Object.assign(new Error('not now, not here'), { responseCode: refusal }));
        }, done);
      },
    });
  const open = async (port: number): Promise<SMTPServer> => {
    const opened = make();
    // What a client that was killed leaves behind is no fault of the server.
    opened.on('error', () => undefined);
    await once(opened.listen(port, '127.0.0.1'), 'listening');
    return opened;
  };
  let server: SMTPServer | null = await open(0);
  const { port } = server.server.address() as AddressInfo;
  const shut = async (): Promise<void> => {
    const shutting = server;
    server = null;
    if (shutting !== null) await new Promise<void>((resolve) => shutting.close(() => resolve()));
  };
  return {
    port,
    /** Those that were taken, in order. */
    mails,
    /** How many were written to it, whatever became of them. */
    offered: (): number => offered,
    be: (next: Manner): void => void (manner = next),
    shut,
    open: async (): Promise<void> => {
      server = await open(port);
    },
  };
}

/** Address of a mail's receiver. */
export const receiverOf = ({ to }: ParsedMail): string => (Array.isArray(to) ? to[0] : to)?.value[0]?.address ?? '';
