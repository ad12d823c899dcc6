import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import { failed, type Outcome } from './outcome.ts';

/** A mail, ready to go. `key` is the same at every try: the Message-ID is made of it. */
export type Mail = {
  key: string;
  from: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Mails with the same thread stand together in the reader's program. */
  thread: string | null;
};

export type MailerParts = {
  config: Pick<Config, 'smtpHost' | 'smtpPort' | 'smtpSecurity' | 'smtpUser' | 'smtpPassword' | 'mailFrom'>;
};

const patienceMs = 10_000;
const tlsTrouble = /certificate|self.signed|\bTLS\b|STARTTLS|\bSSL\b/i;

/** What nodemailer's error means; its `code` says at what stage, `responseCode` what the server answered. */
function outcomeOf(error: unknown): Outcome {
  const {
    code = '',
    responseCode = 0,
    response = '',
    message = '',
  } = error as { code?: string; responseCode?: number; response?: string; message?: string };
  if (code === 'EAUTH') return failed('not-let-in', 'always', response);
  if (code === 'ETLS' || tlsTrouble.test(message)) return failed('not-secure', 'always', response);
  // 5xx is the server's last word on this mail, 4xx is not (RFC 5321, 4.2.1).
  if (responseCode >= 500) return failed('refused', 'never', response);
  if (responseCode >= 400) return failed('refused', 'always', response);
  if (code === 'ETIMEDOUT') return failed('no-answer', 'always');
  return failed('not-reachable', 'always');
}

/** Hands mails to the organisation's mail server, a connection each. */
export function createMailer({ config }: MailerParts) {
  const { smtpHost, smtpPort, smtpSecurity, smtpUser, smtpPassword, mailFrom } = config;
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1);
  const transport = createTransport({
    host: smtpHost,
    port: smtpPort,
    secure: smtpSecurity === 'tls',
    requireTLS: smtpSecurity === 'starttls',
    ignoreTLS: smtpSecurity === 'none',
    ...(smtpUser === '' ? {} : { auth: { user: smtpUser, pass: smtpPassword } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const idOf = (key: string): string => `<${key}@${domain}>`;

  return {
    isSetUp: smtpHost !== '',
    /**
     * A mail whose acceptance got lost on its way here is sent again under the same Message-ID: mail programs and
     * servers can tell such twins, and a customer who never hears is worse than one who hears twice.
     */
    send: async ({ key, from, to, subject, text, html, thread }: Mail): Promise<Outcome> => {
      try {
        await transport.sendMail({
          messageId: idOf(key),
          from: { name: from, address: mailFrom },
          to,
          subject,
          text,
          html,
          ...(thread === null ? {} : { references: idOf(thread) }),
          // Answering machines keep quiet (RFC 3834; the second is what Exchange goes by).
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return { kind: 'delivered' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
