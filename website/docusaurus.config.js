// @ts-check
const { themes } = require('prism-react-renderer');

/** @type {import('@docusaurus/types').Config} */
module.exports = {
  title: 'cdk-regulated',
  tagline: 'AWS CDK constructs for regulated industries',
  url: 'https://cdk-regulated.github.io',
  baseUrl: process.env.BASE_URL ?? '/',
  organizationName: 'cdk-regulated',
  projectName: 'cdk-regulated',
  favicon: 'img/favicon.svg',
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  markdown: { format: 'detect', hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' } },
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [['classic', {
    docs: { routeBasePath: '/', sidebarPath: require.resolve('./sidebars.js') },
    blog: false,
    theme: { customCss: require.resolve('./src/css/custom.css') },
  }]],
  clientModules: [require.resolve('./src/tables.js')],
  themes: [[require.resolve('@easyops-cn/docusaurus-search-local'), { hashed: true, docsRouteBasePath: '/', indexBlog: false }]],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'cdk-regulated',
      items: [
        { to: '/start/five-minutes', label: 'Start', position: 'left' },
        { to: '/constructs', label: 'Constructs', position: 'left' },
        { to: '/safeguards', label: 'Safeguards', position: 'left' },
        { to: '/frameworks', label: 'Frameworks', position: 'left' },
        { to: '/platforms', label: 'Platforms', position: 'left' },
        { href: 'https://github.com/cdk-regulated/cdk-regulated', label: 'GitHub', position: 'right' },
      ],
    },
    footer: { style: 'light', copyright: 'Apache-2.0. The cdk-regulated authors.' },
    prism: { theme: themes.vsLight, darkTheme: themes.vsDark, additionalLanguages: ['java', 'csharp', 'go', 'python', 'bash'] },
  },
};
