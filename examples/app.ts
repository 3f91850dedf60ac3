import { App } from 'aws-cdk-lib';
import { checkContext } from './context';
import { addPlatforms } from './platforms';

const app = new App();
const context = (key: string) => app.node.tryGetContext(key);
try {
  checkContext(context, Object.keys(app.node.getAllContext()));
} catch (error) {
  // One line without a stack: the value is the user's.
  console.error((error as Error).message);
  process.exit(1);
}
addPlatforms(app, (id) => console.error(`  ${id}`), context('platforms')?.split(','));
