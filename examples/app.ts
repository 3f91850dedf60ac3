import { App } from 'aws-cdk-lib';
import { addPlatforms } from './platforms';

const app = new App();
const only: string | undefined = app.node.tryGetContext('platforms');
addPlatforms(app, (id) => console.error(`  ${id}`), only?.split(','));
