/** Milliseconds of the processor that the action takes: other work on the machine does not count. */
export function cpuMilliseconds(action: () => void): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
