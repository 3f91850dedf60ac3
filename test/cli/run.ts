import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { asYaml, differences, verdictsOfCommand, verdictsOfSynthesis } from './verdicts';

// Compares the verdicts of the command with those of the synthesis that wrote the given folders, as they are and with their templates in YAML.

const outputs = process.argv.slice(2);
if (outputs.length === 0) throw new Error('name the output folders of the CDK');
// Each stage has frameworks of its own.
const folders = outputs.flatMap((output) => fs.readdirSync(output).filter((name) => name.startsWith('assembly-')).sort()
  .map((name) => path.join(output, name)));
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'verdicts-'));
let failed = 0;
try {
  folders.forEach((folder, index) => {
    const { verdicts, frameworks } = verdictsOfSynthesis(folder);
    if (Object.keys(verdicts).length === 0) throw new Error(`${folder} has no evidence`);
    const copy = path.join(temporary, String(index));
    fs.cpSync(folder, copy, { recursive: true, filter: (name) => !path.basename(name).startsWith('asset.') });
    asYaml(copy);
    for (const [form, of] of [['JSON', folder], ['YAML', copy]]) {
      const different = differences(verdicts, verdictsOfCommand(of, frameworks));
      console.log(`${folder}, templates in ${form}: ${Object.keys(verdicts).length} verdicts, ${different.length} differ`);
      for (const line of different.slice(0, 20)) console.log(`  ${line}`);
      failed += different.length;
    }
  });
} finally {
  fs.rmSync(temporary, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;
