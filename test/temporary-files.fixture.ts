import { App } from 'aws-cdk-lib';

// Runs only in temporary-files.test.ts.
test('an app without an output folder', async () => {
  process.stdout.write(new App().synth().directory);
  if (process.env.UNTIL_SIGNAL) await new Promise((resolve) => setTimeout(resolve, 100_000));
});
