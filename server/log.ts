import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** What people wrote, who they are, and what opens doors: never in the log, wherever it stands in a record. */
const secret = [
  'password',
  'token',
  'secret',
  'text',
  'problem',
  'name',
  'email',
  'authorization',
  'cookie',
  'comment',
  'note',
];

/** Structured JSON lines on standard output, or at the end of a file; ids and codes only. */
export const createLog = ({ logLevel }: Pick<Config, 'logLevel'>, file?: string): Log =>
  pino(
    {
      level: logLevel,
      redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '…' },
      serializers: { error: pino.stdSerializers.err },
      base: null,
    },
    pino.destination({ dest: file ?? 1, mkdir: true }),
  );
