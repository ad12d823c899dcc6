import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMailer, type Mail } from './mailer.ts';
import { makeCertificates, type Certificate } from './testing/certificates.ts';
import { openMailServer, type MailServer } from './testing/mail-server.ts';

const mail: Mail = {
  ...{ key: 'one', from: 'Sportello', to: { name: 'Anna', address: 'anna@relay.example' } },
  ...{ subject: 'Help', text: 'Somebody waits.', html: '<p>Somebody waits.</p>', thread: null },
};
const password = 'known to the server alone';

describe('mail over TLS', () => {
  let ours: Certificate;
  let anothers: Certificate;
  let authority: string;
  let server: MailServer;
  /** How each sign-in came in: the password, and whether the connection was encrypted. */
  const signIns: { password: string | null | undefined; secure: boolean }[] = [];
  const trusted = getCACertificates('default');

  beforeAll(() => {
    const made = makeCertificates('localhost', 'mail.example.org');
    authority = made.authority;
    [ours, anothers] = made.certificates as [Certificate, Certificate];
  });
  afterEach(async () => {
    await server.shut();
    signIns.length = 0;
    setDefaultCACertificates(trusted);
  });
  afterAll(() => setDefaultCACertificates(trusted));

  const open = async (options: SMTPServerOptions): Promise<void> => {
    server = await openMailServer({
      authOptional: false,
      disabledCommands: [],
      onAuth: (auth, session, done) => {
        signIns.push({ password: auth.password, secure: session.secure });
        done(null, { user: auth.username });
      },
      ...options,
    });
  };
  const send = (smtpSecurity: 'starttls' | 'tls') => {
    const signIn = { smtpUser: 'help', smtpPassword: password, mailFrom: 'help@relay.example' };
    const config = { smtpHost: 'localhost', smtpPort: server.port, smtpSecurity, ...signIn };
    return createMailer({ config }).send(mail);
  };
  const notSecure = { kind: 'failed', reason: 'not-secure', again: 'always' };

  it.each([
    ['starttls', false],
    ['tls', true],
  ] as const)(
    'is delivered by %s where the authority is trusted, and signs in inside of it',
    async (security, secure) => {
      await open({ ...ours, secure });
      setDefaultCACertificates([...trusted, authority]);
      expect(await send(security)).toEqual({ kind: 'delivered' });
      expect(server.mails.map(({ subject }) => subject)).toEqual(['Help']);
      expect(signIns).toEqual([{ password, secure: true }]);
    },
  );

  it.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('goes nowhere by %s where the authority is not trusted, and is tried again', async (security, secure) => {
    await open({ ...ours, secure });
    expect(await send(security)).toMatchObject(notSecure);
    expect([server.offered(), signIns]).toEqual([0, []]);
  });

  it('goes to nobody with a certificate for another name', async () => {
    await open({ ...anothers, secure: true });
    setDefaultCACertificates([...trusted, authority]);
    expect(await send('tls')).toMatchObject(notSecure);
    expect([server.offered(), signIns]).toEqual([0, []]);
  });

  it('tells its password to no server that offers no encryption', async () => {
    await open({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect(await send('starttls')).toMatchObject(notSecure);
    expect([server.offered(), signIns]).toEqual([0, []]);
  });
});
