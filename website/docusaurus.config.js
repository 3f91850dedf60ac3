// @ts-check
const { spawnSync } = require('child_process');
const { themes } = require('prism-react-renderer');

// The last tag is the released version. A clone without tags has none.
const release = spawnSync('git', ['describe', '--tags', '--abbrev=0'], { encoding: 'utf-8' }).stdout?.trim();

/** @type {import('@docusaurus/types').Config} */
module.exports = {
  title: 'cdk-regulated',
  tagline: 'AWS CDK constructs for regulated industries',
  url: 'https://cdk-regulated.github.io',
  // GitHub Pages serves the site of a repository below its name.
  baseUrl: '/cdk-regulated/',
  organizationName: 'cdk-regulated',
  projectName: 'cdk-regulated',
  // Evidence and drawings are written by the generator.
  staticDirectories: ['static', 'generated'],
  favicon: 'img/favicon.svg',
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  markdown: { format: 'detect', hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' } },
  // Rspack and SWC build the site in a fraction of the time that webpack and Babel need.
  future: { v4: { removeLegacyPostBuildHeadAttribute: true }, faster: true },
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [['classic', {
    docs: {
      routeBasePath: '/',
      sidebarPath: require.resolve('./sidebars.js'),
      // The page of a category is its heading.
      sidebarItemsGenerator: async ({ defaultSidebarItemsGenerator, ...options }) => (await defaultSidebarItemsGenerator(options)).filter(({ type, id }) => type !== 'doc' || !id.endsWith('/index')),
    },
    blog: false,
    theme: { customCss: require.resolve('./src/css/custom.css') },
  }]],
  clientModules: [require.resolve('./src/tables.js')],
  // The search has an index of its own and no service. Types are found through their construct, and in the index of the API.
  themes: [[require.resolve('@easyops-cn/docusaurus-search-local'), { hashed: true, docsRouteBasePath: '/', indexBlog: false, ignoreFiles: [/^api\/.+/] }]],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'cdk-regulated',
      items: [
        { to: '/start/five-minutes', label: 'Start', position: 'left' },
        { to: '/constructs', label: 'Constructs', position: 'left' },
        { to: '/safeguards', label: 'Safeguards', position: 'left' },
        { to: '/frameworks', label: 'Frameworks', position: 'left' },
        { to: '/api', label: 'API', position: 'left' },
        { to: '/platforms', label: 'Platforms', position: 'left' },
        { href: 'https://github.com/cdk-regulated/cdk-regulated', label: 'GitHub', position: 'right' },
      ],
    },
    footer: { style: 'light', copyright: `${release ? `Version ${release.replace(/^v/, '')}` : 'No version is released yet'}. Apache-2.0. The cdk-regulated authors.` },
    prism: { theme: themes.vsLight, darkTheme: themes.vsDark, additionalLanguages: ['java', 'csharp', 'go', 'python', 'bash'] },
  },
};
