/**
 * Rules of the managed rule groups of AWS, in current and earlier versions (AWS WAF Developer Guide, AWS Managed Rules rule groups list: Baseline rule groups, Use-case
 * specific rule groups, IP reputation rule groups, Bot Control rule group, Account takeover prevention rule group). AWS adds rules between releases of this library.
 */
export const MANAGED_RULES: Record<string, readonly string[]> = {
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER', 'UserAgent_BadBots_HEADER', 'SizeRestrictions_QUERYSTRING', 'SizeRestrictions_Cookie_HEADER', 'SizeRestrictions_BODY', 'SizeRestrictions_URIPATH',
    'EC2MetaDataSSRF_BODY', 'EC2MetaDataSSRF_COOKIE', 'EC2MetaDataSSRF_URIPATH', 'EC2MetaDataSSRF_QUERYARGUMENTS', 'GenericLFI_QUERYARGUMENTS', 'GenericLFI_URIPATH',
    'GenericLFI_BODY', 'RestrictedExtensions_URIPATH', 'RestrictedExtensions_QUERYARGUMENTS', 'GenericRFI_QUERYARGUMENTS', 'GenericRFI_BODY', 'GenericRFI_URIPATH',
    'CrossSiteScripting_COOKIE', 'CrossSiteScripting_QUERYARGUMENTS', 'CrossSiteScripting_BODY', 'CrossSiteScripting_URIPATH',
  ],
  AWSManagedRulesAdminProtectionRuleSet: ['AdminProtection_URIPATH'],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_HEADER', 'JavaDeserializationRCE_BODY', 'JavaDeserializationRCE_URIPATH', 'JavaDeserializationRCE_QUERYSTRING', 'Host_localhost_HEADER',
    'PROPFIND_METHOD', 'ExploitablePaths_URIPATH', 'Log4JRCE_HEADER', 'Log4JRCE_QUERYSTRING', 'Log4JRCE_BODY', 'Log4JRCE_URIPATH', 'ReactJSRCE_BODY',
  ],
  AWSManagedRulesSQLiRuleSet: [
    'SQLi_QUERYARGUMENTS', 'SQLiExtendedPatterns_QUERYARGUMENTS', 'SQLi_BODY', 'SQLiExtendedPatterns_BODY', 'SQLiExtendedPatterns_HEADER', 'SQLiExtendedPatterns_URIPATH',
    'SQLi_COOKIE', 'SQLi_URIPATH',
  ],
  AWSManagedRulesLinuxRuleSet: ['LFI_URIPATH', 'LFI_QUERYSTRING', 'LFI_HEADER', 'LFI_COOKIE'],
  AWSManagedRulesUnixRuleSet: [
    'UNIXShellCommandsVariables_QUERYSTRING', 'UNIXShellCommandsVariables_QUERYARGUMENTS', 'UNIXShellCommandsVariables_BODY', 'UNIXShellCommandsVariables_HEADER',
  ],
  AWSManagedRulesWindowsRuleSet: [
    'WindowsShellCommands_HEADER', 'WindowsShellCommands_COOKIE', 'WindowsShellCommands_QUERYARGUMENTS', 'WindowsShellCommands_QUERYSTRING', 'WindowsShellCommands_URIPATH',
    'WindowsShellCommands_BODY', 'PowerShellCommands_COOKIE', 'PowerShellCommands_QUERYARGUMENTS', 'PowerShellCommands_BODY',
  ],
  AWSManagedRulesPHPRuleSet: [
    'PHPHighRiskMethodsVariables_HEADER', 'PHPHighRiskMethodsVariables_QUERYSTRING', 'PHPHighRiskMethodsVariables_QUERYARGUMENTS', 'PHPHighRiskMethodsVariables_BODY',
    'PHPHighRiskMethodsVariables_URIPATH',
  ],
  AWSManagedRulesWordPressRuleSet: ['WordPressExploitableCommands_QUERYSTRING', 'WordPressExploitablePaths_URIPATH'],
  AWSManagedRulesAmazonIpReputationList: ['AWSManagedIPReputationList', 'AWSManagedReconnaissanceList', 'AWSManagedIPDDoSList'],
  AWSManagedRulesAnonymousIpList: ['AnonymousIPList', 'HostingProviderIPList'],
  AWSManagedRulesBotControlRuleSet: [
    'CategoryAdvertising', 'CategoryArchiver', 'CategoryContentFetcher', 'CategoryEmailClient', 'CategoryHttpLibrary', 'CategoryLinkChecker', 'CategoryMiscellaneous',
    'CategoryMonitoring', 'CategoryPagePreview', 'CategoryScrapingFramework', 'CategorySearchEngine', 'CategorySecurity', 'CategorySeo', 'CategorySocialMedia',
    'CategoryWebhooks', 'CategoryAI', 'SignalAutomatedBrowser', 'SignalKnownBotDataCenter', 'SignalNonBrowserUserAgent', 'TGT_VolumetricIpTokenAbsent', 'TGT_TokenAbsent',
    'TGT_VolumetricSession', 'TGT_VolumetricSessionMaximum', 'TGT_SignalAutomatedBrowser', 'TGT_SignalBrowserAutomationExtension', 'TGT_SignalBrowserInconsistency',
    'TGT_ML_CoordinatedActivityLow', 'TGT_ML_CoordinatedActivityMedium', 'TGT_ML_CoordinatedActivityHigh', 'TGT_TokenReuseIpLow', 'TGT_TokenReuseIpMedium',
    'TGT_TokenReuseIpHigh', 'TGT_TokenReuseCountryLow', 'TGT_TokenReuseCountryMedium', 'TGT_TokenReuseCountryHigh', 'TGT_TokenReuseAsnLow', 'TGT_TokenReuseAsnMedium',
    'TGT_TokenReuseAsnHigh',
  ],
  AWSManagedRulesATPRuleSet: [
    'UnsupportedCognitoIDP', 'VolumetricIpHigh', 'VolumetricSession', 'AttributeCompromisedCredentials', 'AttributeUsernameTraversal', 'AttributePasswordTraversal',
    'AttributeLongSession', 'TokenRejected', 'SignalMissingCredential', 'VolumetricIpFailedLoginResponseHigh', 'VolumetricSessionFailedLoginResponseHigh',
  ],
};
