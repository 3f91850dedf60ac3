import { ResourceSafeguard } from '../model/safeguard';
import { fails, HOLDS } from '../predicates/outcome';
import { pointers } from '../rendered';

/** Safeguards of AWS Service Catalog. */
export const SERVICE_CATALOG: ResourceSafeguard[] = [
  {
    id: 'ServiceCatalog.PortfolioSharedInOrganization',
    on: ['AWS::ServiceCatalog::Portfolio'],
    statement: 'the portfolio is shared within the organization only',
    rationale: 'A share with an account stays when the account leaves the organization',
    remedy: 'share the portfolio with the organization, which CloudFormation does not support, instead of an account',
    sources: { securityHub: ['ServiceCatalog.1'], prowler: ['servicecatalog_portfolio_shared_within_organization_only'] },
    // A share in a template is always one with an account (AWS CloudFormation, AWS::ServiceCatalog::PortfolioShare).
    judge: (portfolio) => pointers(portfolio, 'AWS::ServiceCatalog::PortfolioShare', 'PortfolioId').length
      ? fails('an AWS::ServiceCatalog::PortfolioShare shares it with an account')
      : HOLDS,
  },
];
