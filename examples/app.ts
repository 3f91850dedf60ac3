import { App } from 'aws-cdk-lib';
import { addPlatforms } from './platforms';

const app = new App();
addPlatforms(app, (id) => console.error(`  ${id}`));
