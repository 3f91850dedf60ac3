import { ApiGatewayAccount } from '../../src';
import { contract } from '../contract/contract';

export default contract(ApiGatewayAccount, { variants: { defaults: () => undefined } });
