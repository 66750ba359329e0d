import { coverage, report } from './coverage';

process.stdout.write('row             level  broken/ok/unknown fixtures, and rules\n');
process.stdout.write(report(coverage()));
