import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What an operator can watch: connections, commands and how long they took until durable, the stream, the process. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'sportello_' });
  const commands = new Counter({
    name: 'sportello_commands_total',
    help: 'Commands by name and outcome',
    labelNames: ['name', 'outcome'],
    registers: [registry],
  });
  const messages = new Counter({
    name: 'sportello_messages_total',
    help: 'Messages by method and how they ended',
    labelNames: ['method', 'outcome'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'sportello_command_seconds',
    help: 'From decoded to on disk',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1],
    registers: [registry],
  });
  /** Looking a label up by name costs more than counting. */
  const counters = new Map<string, { inc: () => void }>();
  const counterOf = (name: string, outcome: string): { inc: () => void } => {
    const key = `${name} ${outcome}`;
    const counter = counters.get(key) ?? commands.labels(name, outcome);
    counters.set(key, counter);
    return counter;
  };
  const gauge = (name: string, help: string, read: () => number | Promise<number>): Gauge =>
    new Gauge({
      name: `sportello_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });

  return {
    command: (name: string, outcome: string, milliseconds: number): void => {
      counterOf(name, outcome).inc();
      latency.observe(milliseconds / 1000);
    },
    message: (method: string, outcome: string): void => messages.labels(method, outcome).inc(),
    /** A number that is read when somebody asks. */
    gauge: (name: string, help: string, read: () => number | Promise<number>): void => void gauge(name, help, read),
    text: (): Promise<string> => registry.metrics(),
    contentType: registry.contentType,
  };
}
